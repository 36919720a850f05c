-- As Odoo would have them: one in four has a customer, with an address; each has two messages.
INSERT INTO res_partner (
    id, name, email, email_normalized, active, type, autopost_bills, create_uid, write_uid)
SELECT 1000000 + n, 'Client ' || n, 'client' || n || '@old.example',
       'client' || n || '@old.example', TRUE, 'contact', 'ask', 1, 1
  FROM generate_series(1, :size / 4) AS n;
INSERT INTO crm_lead (
    id, name, type, active, stage_id, team_id, user_id, probability, priority, won_status,
    partner_id, contact_name, partner_name, email_from, email_normalized,
    email_domain_criterion, city, create_uid, write_uid, create_date, write_date)
SELECT 1000000 + n, 'Deal ' || n, 'opportunity', n % 3 < 2,
       (SELECT id FROM crm_stage ORDER BY sequence, id LIMIT 1),
       (SELECT min(id) FROM crm_team), 2, 10, '0',
       CASE WHEN n % 3 < 2 THEN 'pending' ELSE 'lost' END,
       CASE WHEN n <= :size / 4 THEN 1000000 + n END, 'Person ' || n, 'Company ' || n,
       'Person <client' || n || '@old.example>', 'client' || n || '@old.example',
       'client' || n || '@old.example', 'Town ' || n % 500, 2, 2,
       now() - interval '5 minutes' * n, now()
  FROM generate_series(1, :size) AS n;
INSERT INTO mail_message (
    model, res_id, message_type, email_from, message_id, body, subject, date, create_date,
    write_date, create_uid, write_uid, subtype_id)
SELECT 'crm.lead', 1000000 + n % (:size + 1), 'email', 'client' || n || '@old.example',
       '<' || md5(n::text) || '@old.example>', '<p>Text</p>', 'Subject', now(), now(), now(),
       1, 1, 1
  FROM generate_series(1, :size * 2) AS n;
SELECT setval('crm_lead_id_seq', (SELECT max(id) + 1 FROM crm_lead) + 1000001);
SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner) + 1000001);

\if :own
UPDATE crm_lead SET deal_number = 'BENCH-' || id, deal_state = CASE WHEN active THEN 'open'
    ELSE 'lost' END, deal_process_id = (SELECT deal_process_id FROM crm_stage WHERE id = stage_id)
 WHERE id > 1000000;
\endif
