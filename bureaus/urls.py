from django.urls import path

from bureaus.views import accounts, log, rights, signing_in, units

urlpatterns = [
    path("login/", signing_in.SignIn.as_view(), name="login"),
    path("logout/", signing_in.SignOut.as_view(), name="logout"),
    path("password/", signing_in.password, name="password"),
    path("language/", signing_in.choose_language, name="choose_language"),
    path("people/", accounts.accounts, name="accounts"),
    path("people/add/", accounts.add_account, name="add_account"),
    path("people/<int:pk>/", accounts.account, name="account"),
    path("units/", units.units, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("rights/", rights.rights, name="rights"),
    path("rights/<int:pk>/", rights.person_rights, name="person_rights"),
    path("rights/<int:pk>/hand-over/", rights.hand_over, name="hand_over"),
    path("log/", log.log, name="log"),
]
