"""The pages' addresses. No name and no number that an agency gave stands in one; our own numbers say nothing."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from kinkeeper.web import views
from kinkeeper.web.views import casework, court, custody, home, inquiries, log, looks, oversight, proof, referral, review, say, warnings

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("children-apart/", views.separations, name="separations"),
    path("children-apart/export.csv", views.export, name="export"),
    path("families/", views.families, name="families"),
    path("families/<str:family_id>/", views.family, name="family"),
    path("families/<str:family_id>/looks/", looks.looks, name="looks"),
    path("people/<str:person_id>/", views.person, name="person"),
    path("intake/", views.intake, name="intake"),
    path("intake/<str:family_id>/entries-<int:first>-<int:last>/", views.taken_in, name="taken-in"),
    path("review/", review.review, name="review"),
    path("review/queue/", review.queue, name="queue"),
    path("review/control/", review.control, name="control"),
    path("review/decided/", review.decided, name="decided"),
    path("review/decide/", review.decide, name="decide"),
    path("review/undo/", review.undo, name="undo"),
    path("review/<str:subject>/<str:one>/<str:other>/", review.pair, name="pair"),
    path("oversight/", oversight.oversight, name="oversight"),
    path("reports/", views.reports, name="reports"),
    path("reports/<slug:name>/", views.report, name="report"),
    path("reports/<slug:name>/file.<slug:form>", views.report_file, name="report-file"),
    path("people/<str:person_id>/file/", casework.case, name="case"),
    path("due/", court.due, name="due"),
    path("orders/", court.orders, name="orders"),
    path("orders/<str:order_id>/", court.order, name="order"),
    path("custody/", custody.custody, name="custody"),
    path("custody/referrals/<str:transfer_id>/", referral.referral, name="referral"),
    path("tags/<str:token>/", custody.tag, name="tag"),
    path("warnings/", warnings.warnings, name="warnings"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/<str:inquiry_id>/", inquiries.inquiry, name="inquiry"),
    path("record/", say.sayings, name="sayings"),
    path("record/<str:name>/", say.say_it, name="say"),
    path("search/", views.search, name="search"),
    path("search/found/", views.found, name="found"),
    path("proof/", proof.proof, name="proof"),
    path("proof/docket/", proof.docket, name="docket"),
    path("proof/checkpoints/", proof.checkpoints, name="checkpoints"),
    path("proof/checkpoints/<int:size>", proof.old_checkpoint, name="old-checkpoint"),
    path("proof/policy", proof.policy, name="policy"),
    path("proof/kinkeeper-check.pyz", proof.checker, name="checker"),
    path("receipts/<int:position>/", proof.receipt, name="receipt"),
    path("receipts/<int:position>.tlog-proof", proof.receipt_file, name="receipt-file"),
    path("checkpoint", log.checkpoint, name="checkpoint"),
    path("log.key", log.log_key, name="log_key"),
    re_path(r"^(?P<path>tile/.+)$", log.tile, name="tile"),
    path("language/", login_not_required(set_language), name="language"),
    path("imports/", include("kinkeeper.web.desk_urls")),
    path("sign/", include("kinkeeper.web.signing_in.addresses")),
]
