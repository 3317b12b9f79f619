from django.contrib.auth.views import LogoutView
from django.urls import path

from bureaus import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", views.choose_language, name="choose_language"),
]
