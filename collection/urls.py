from django.urls import path

from collection.views import cells, collections, desk, evidence, fill, ledger, review, workbooks

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("fill/", fill.fill_list, name="fill_list"),
    path("fill/<int:pk>/", fill.fill, name="fill"),
    path("fill/<int:pk>/recall/", fill.recall, name="recall"),
    path("fill/<int:pk>/evidence/<int:indicator>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence_file"),
    path("fill/<int:pk>/cells/", cells.cells, name="fill_cells"),
    path("fill/<int:pk>/workbook.xlsx", workbooks.workbook, name="workbook"),
    path("fill/<int:pk>/upload/", workbooks.upload, name="workbook_upload"),
    path("fill/<int:pk>/upload/keep/", workbooks.keep, name="workbook_keep"),
    path("fill/<int:pk>/upload/marked/", workbooks.marked, name="workbook_marked"),
    path("collections/", collections.collections, name="collections"),
    path("collections/<int:pk>/", ledger.collection_units, name="collection_units"),
    path("collections/<int:pk>/remind/", ledger.remind, name="remind"),
    path("collections/<int:pk>/reminders/", ledger.reminders, name="reminders"),
    path("collections/<int:pk>/close/", ledger.close, name="close_collection"),
    path("collections/<int:pk>/reopen/", ledger.reopen, name="reopen_collection"),
    path("submissions/<int:pk>/extend/", ledger.extend, name="extend"),
    path("collections/<int:pk>/workbooks.zip", workbooks.workbooks, name="workbooks"),
    path("collections/<slug:code>/open/", collections.open_collection, name="open_collection"),
    path("review/", review.review_list, name="review_list"),
    path("review/many/", review.review_many, name="review_many"),
    path("review/<int:pk>/", review.review, name="review"),
    path("review/<int:pk>/approve/", review.approve, name="approve"),
    path("review/<int:pk>/return/", review.return_, name="return"),
]
