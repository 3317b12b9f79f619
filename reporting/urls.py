from django.urls import path

from reporting import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/<slug:code>/", views.plan_overview, name="plan"),
    path("plans/<slug:code>/targets.xlsx", views.export_targets, name="export_targets"),
    path("plans/<slug:code>/method/", views.method, name="method"),
    path("plans/<slug:code>/targets/<int:pk>/judge/", views.judge_target, name="judge_target"),
    path("plans/<slug:code>/targets/<int:pk>/", views.target_detail, name="target"),
]
