from django.urls import path

from collection import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("fill/", views.fill_list, name="fill_list"),
    path("fill/<int:pk>/", views.fill, name="fill"),
    path("collections/", views.collections, name="collections"),
    path("collections/<int:pk>/", views.collection_units, name="collection_units"),
    path("collections/<slug:code>/open/", views.open_collection, name="open_collection"),
    path("review/", views.review_list, name="review_list"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/approve/", views.approve, name="approve"),
    path("review/<int:pk>/return/", views.return_, name="return"),
]
