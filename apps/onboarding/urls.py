"""The portal's addresses. Pages end at nouns, verbs at verbs; fragments say so."""

from __future__ import annotations

from django.urls import path

from apps.onboarding.views import (
    add_fields,
    callback,
    check_sync_user,
    checklist,
    choose_fields,
    connect,
    guest,
    guest_connect,
    guest_links,
    initial_sync,
    instances,
    live,
    onward,
    people,
    preview_duplicates,
    review_mappings,
    row_errors,
    settings,
    start_sync,
    sync_status,
    timeline,
    verify_credentials,
)

app_name = "onboarding"

urlpatterns = [
    path("instances/<slug:key>/", checklist.checklist_page, name="checklist"),
    path("instances/<slug:key>/summary/", checklist.summary_fragment, name="summary_fragment"),
    path("instances/<slug:key>/live/", live.live_stream, name="live"),
    path("instances/<slug:key>/steps/<slug:slug>/", checklist.step_page, name="step"),
    path("steps/<int:pk>/start/", checklist.start_step, name="start"),
    path("steps/<int:pk>/pause/", checklist.pause_step, name="pause"),
    path("steps/<int:pk>/resume/", checklist.resume_step, name="resume"),
    path("steps/<int:pk>/cancel/", checklist.cancel_step, name="cancel"),
    path("steps/<int:pk>/fragment/", checklist.step_fragment, name="step_fragment"),
    # steps 1 to 6
    path("connections/callback/", callback.callback, name="callback"),
    path("instances/<slug:key>/steps/add-fields/create/", add_fields.create_fields, name="create_fields"),
    path("instances/<slug:key>/steps/connect/app/", connect.store_app, name="store_app"),
    path("instances/<slug:key>/steps/connect/sign-in/", connect.begin_sign_in, name="sign_in"),
    path(
        "instances/<slug:key>/steps/connect/client-credentials/",
        connect.use_client_credentials,
        name="client_credentials",
    ),
    path("instances/<slug:key>/steps/connect/password/", connect.sign_in_by_password, name="password"),
    path("instances/<slug:key>/steps/verify-credentials/confirm/", verify_credentials.confirm_org, name="confirm_org"),
    path("instances/<slug:key>/steps/verify-credentials/sign-out/", verify_credentials.sign_out, name="sign_out"),
    path("instances/<slug:key>/steps/check-sync-user/<slug:code>/", check_sync_user.check_again, name="check_again"),
    # guest links: the members' side, then the guest's
    path("instances/<slug:key>/guests/new/", guest_links.new_guest_link_page, name="new_guest_link"),
    path("instances/<slug:key>/guests/<int:pk>/revoke/", guest_links.revoke_guest_link, name="revoke_guest_link"),
    path("g/", guest.door, name="guest_door"),
    path("guest/<slug:key>/", guest.guest_page, name="guest"),
    path("guest/<slug:key>/tick/<slug:slug>/", guest.tick_task, name="guest_tick"),
    path("guest/<slug:key>/check/<slug:code>/", guest.check_again, name="guest_check"),
    path("guest/<slug:key>/stuck/", guest.say_stuck, name="guest_stuck"),
    path("guest/<slug:key>/language/", guest.speak, name="guest_speak"),
    path("guest/<slug:key>/app/", guest_connect.store_app, name="guest_app"),
    path("guest/<slug:key>/sign-in/", guest_connect.begin_sign_in, name="guest_sign_in"),
    path("guest/<slug:key>/password/", guest_connect.sign_in_by_password, name="guest_password"),
    # steps 7 to 11
    path("instances/<slug:key>/steps/choose-fields/leave-out/", choose_fields.leave_out_fields, name="leave_out"),
    path("instances/<slug:key>/steps/choose-fields/start-from/", choose_fields.start_from_preset, name="start_from"),
    path("instances/<slug:key>/steps/review-mappings/<int:pk>/break/", review_mappings.break_pair, name="break_pair"),
    path("instances/<slug:key>/steps/review-mappings/pair/", review_mappings.pair_fields, name="pair_fields"),
    path("instances/<slug:key>/steps/review-mappings/finish/", review_mappings.finish_mappings, name="finish_mappings"),
    path(
        "instances/<slug:key>/steps/preview-duplicates/accept/",
        preview_duplicates.accept_duplicates,
        name="accept_duplicates",
    ),
    # steps 12 to 14 and the sync
    path("instances/<slug:key>/steps/start-sync/start/", start_sync.start_sync, name="start_sync"),
    path("instances/<slug:key>/steps/start-sync/estimate/", start_sync.estimate_again, name="estimate_again"),
    path("instances/<slug:key>/steps/initial-sync/voyage/", initial_sync.initial_sync_fragment, name="voyage"),
    path("instances/<slug:key>/sync/", sync_status.sync_status_page, name="sync_status"),
    path("instances/<slug:key>/headline/", sync_status.headline_fragment, name="headline"),
    path("instances/<slug:key>/sync/status/", sync_status.sync_status_fragment, name="sync_status_fragment"),
    path("instances/<slug:key>/sync/cycles/", sync_status.cycles_fragment, name="cycles_fragment"),
    path("instances/<slug:key>/sync/cycles.csv", sync_status.cycles_file, name="cycles_file"),
    path("instances/<slug:key>/sync/row-errors/", row_errors.row_errors_page, name="row_errors"),
    path("instances/<slug:key>/sync/row-errors.csv", row_errors.row_errors_file, name="row_errors_file"),
    path("instances/<slug:key>/sync/enable/", sync_status.enable_sync, name="enable_sync"),
    path("instances/<slug:key>/sync/disable/", sync_status.disable_sync, name="disable_sync"),
    path("instances/<slug:key>/sync/now/", sync_status.sync_now, name="sync_now"),
    path("instances/<slug:key>/onward/<slug:slug>/", onward.guide_page, name="guide"),
    path("instances/<slug:key>/onward/<slug:slug>/<slug:line>/", onward.tick_line, name="tick_line"),
    # people, timeline, settings
    path("instances/<slug:key>/people/", people.people_page, name="people"),
    path("instances/<slug:key>/people/<slug:sfdc_id>/", people.person_page, name="person"),
    path("instances/<slug:key>/timeline/", timeline.timeline_page, name="timeline"),
    path("instances/<slug:key>/settings/", settings.settings_page, name="settings"),
    path("agencies/new/", instances.new_agency_page, name="new_agency"),
    path("agencies/<slug:key>/instances/new/", instances.new_instance_page, name="new_instance"),
]
