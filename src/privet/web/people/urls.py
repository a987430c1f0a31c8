"""The addresses of people and their organisations."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from privet.web.people import account, joining, members, views

AT = "organisations/<uuid:organisation>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.new_organisation, name="new-organisation"),
    path(AT, views.organisation, name="organisation"),
    path(f"{AT}plans/new/", views.new_plan, name="new-plan"),
    path(f"{AT}members/", members.members, name="members"),
    path(f"{AT}members/<int:member>/", members.member, name="member"),
    path(f"{AT}invite/", members.invite, name="invite"),
    path(f"{AT}invitations/<uuid:invitation>/", members.uninvite, name="uninvite"),
    path(f"{AT}leave/", members.leave, name="leave"),
    path(f"{AT}end/", views.end, name="end-organisation"),
    path("invitations/<str:key>/", joining.invitation, name="invitation"),
    path("invitation/", joining.invited, name="invited"),
    path("accounts/", account.account, name="account"),
    path("accounts/elsewhere/", account.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("accounts/delete/", account.delete, name="delete-account"),
    # before those of allauth with the same name
    path("accounts/email/", login_required(account.Address.as_view()), name="account_email"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", account.RemoveKey.as_view(), name="mfa_remove_webauthn"),
]
