-- Holds the e-mail addresses of Leads and Contacts while duplicates are counted; dropped when they are.
CREATE TABLE IF NOT EXISTS duplicate_email (
    sfdc_id text PRIMARY KEY,
    object text,
    email text,
    is_converted boolean DEFAULT false,
    converted_contact_id text
)
