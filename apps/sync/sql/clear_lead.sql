-- A cycle may have brought the new lead already; its person is the one that was here before.
DELETE FROM person_lead WHERE sfdc_id = %(lead_id)s
