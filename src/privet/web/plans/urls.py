"""The addresses of what is done with a plan as a whole."""

from __future__ import annotations

from django.urls import include, path

from privet.web.interview import papers
from privet.web.plans import approving, history, publishing, views

whole = [
    path("keep/", views.keep, name="keep"),
    path("settings/", views.plan_settings, name="plan-settings"),
    path("history/", history.history, name="history"),
    path("history/<int:revision>/", history.revision, name="revision"),
    path("history/<int:revision>/privacy.toml", papers.answers, name="revision-answers"),
    path(
        "history/<int:revision>/<slug:kind>/<slug:name>.<slug:language>.<slug:form>",
        papers.document,
        name="revision-document",
    ),
    path("approve/", approving.approve, name="approve"),
    path("sign-offs/", approving.sign_offs, name="sign-offs"),
    path("publish/", publishing.publish, name="publish"),
]

urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("plans/<uuid:plan>/", include(whole)),
    path("sign-off/<slug:key>/", approving.sign_off, name="sign-off"),
    path("n/<slug:slug>/", publishing.public_notice, name="public-notice"),
    path("n/<slug:slug>/<slug:language>", publishing.public_notice, name="public-notice"),
    path("n/<slug:slug>/<slug:language>/<slug:digest>", publishing.public_notice, name="public-notice"),
]
