"""The addresses of signing in: of allauth's those that are used here. What mails and self-made accounts need is closed."""

from allauth.account import views as account
from allauth.mfa import urls as factors
from allauth.usersessions import urls as sessions
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from kinkeeper.web.signing_in.demonstration import enter
from kinkeeper.web.signing_in.elsewhere import views as elsewhere
from kinkeeper.web.signing_in.step_up import go_on
from kinkeeper.web.signing_in.views import Door


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """
    There is no such page here: accounts are opened, and lost passwords given anew, by the agency's administrator.

    :raises Http404: always.
    """
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("in/", Door.as_view(), name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("new/", closed, name="account_signup"),
    path("lost/", closed, name="account_reset_password"),
    path("mail/", closed, name="account_email"),
    path("no-password/", closed, name="account_set_password"),
    path("go-on/", go_on, name="go-on"),
    path("elsewhere/<slug:provider>/", elsewhere.start, name="elsewhere"),
    path("elsewhere/<slug:provider>/back/", elsewhere.back, name="elsewhere-back"),
    path("factors/", include(factors)),
    path("sessions/", include(sessions)),
    path("demonstration/", enter, name="demonstration_enter"),
]
