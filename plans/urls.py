from django.urls import path

from plans import views

urlpatterns = [
    path("plans/import/", views.import_list, name="imports"),
    path("plans/import/<int:pk>/", views.import_draft, name="import"),
    path("plans/<slug:code>/edit/", views.edit_table, name="edit_plan"),
    path("plans/<slug:code>/edit/head/", views.edit_head, name="edit_plan_head"),
    path("plans/<slug:code>/edit/next/", views.next_plan, name="next_plan"),
    path("plans/<slug:code>/edit/add/", views.add_target, name="add_target"),
    path("plans/<slug:code>/edit/targets/<int:pk>/", views.edit_target, name="edit_target"),
]
