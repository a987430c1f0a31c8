"""The pages of one plan: the same on this machine and on the team server."""

from __future__ import annotations

from django.urls import path

from privet.web.interview import papers, review, views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("question/<slug:question>/", views.question, name="question"),
    path("question/<slug:question>/<slug:row>/", views.question, name="row-question"),
    path("check/<slug:table>/<slug:row>/", views.check, name="check"),
    path("check/", review.everything, name="everything"),
    path("section/<slug:section>/", review.section, name="section"),
    path("at/<str:ref>", review.at, name="at"),
    path("plan/", papers.plan, name="plan"),
    path("documents/", papers.documents, name="documents"),
    path("documents/<slug:kind>/<slug:name>.<slug:language>.<slug:form>", papers.document, name="document"),
    path("privacy.toml", papers.answers, name="answers"),
    path("import/", papers.bring, name="bring"),
]
