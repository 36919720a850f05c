CREATE TABLE bench_deal (
    number integer, company text, person text, email text, phone text, website text,
    tax_id text, city text, country text, subject text, value numeric, day integer,
    closing integer);
\copy bench_deal FROM pstdin (FORMAT csv, FORCE_NOT_NULL (company, person, email, phone, website, tax_id, city, country, subject))
-- As Odoo would have them; tax ids are the customers'.
INSERT INTO res_partner (
    name, vat, country_id, active, type, autopost_bills, create_uid, write_uid)
SELECT 'Bench ' || number, tax_id,
       (SELECT id FROM res_country WHERE code = country), TRUE, 'contact', 'ask', 1, 1
  FROM bench_deal WHERE tax_id <> '';
CREATE TEMP TABLE bench_partner AS
    SELECT substr(name, 7)::int AS number, id FROM res_partner WHERE name LIKE 'Bench %';
ANALYZE bench_partner;
INSERT INTO crm_lead (
    id, name, type, active, stage_id, deal_process_id, team_id, user_id, probability, priority,
    won_status, partner_id, partner_name, contact_name, email_from, email_normalized, phone,
    phone_sanitized, email_domain_criterion, website, city, country_id, deal_number,
    expected_revenue, date_deadline, create_uid, write_uid, create_date, write_date)
SELECT 1000000 + b.number, COALESCE(nullif(subject, ''), 'Deal ' || b.number), 'opportunity', TRUE, stage.id,
       stage.deal_process_id, (SELECT min(id) FROM crm_team), 2, 10, '0', 'pending', p.id,
       nullif(company, ''), nullif(person, ''), nullif(email, ''),
       nullif(lower(substring(email from '[^ <>]+@[^ <>]+')), ''), nullif(phone, ''),
       nullif('+' || regexp_replace(phone, '[^0-9]', '', 'g'), '+'),
       '@' || nullif(lower(substring(email from '@([^ <>]+)')), ''),
       nullif(website, ''), nullif(city, ''),
       (SELECT id FROM res_country WHERE code = country), 'BENCH-' || b.number,
       value, CASE WHEN closing >= 0 THEN date '2022-01-01' + closing END,
       2, 2, timestamp '2022-01-01' + day * interval '1 day', now()
  FROM bench_deal b LEFT JOIN bench_partner p ON p.number = b.number,
       (SELECT id, deal_process_id FROM crm_stage WHERE deal_process_id IS NOT NULL
            AND NOT COALESCE(is_won, FALSE) ORDER BY id LIMIT 1) AS stage
 ORDER BY b.number;
SELECT setval('crm_lead_id_seq', (SELECT max(id) FROM crm_lead));
ANALYZE crm_lead;
ANALYZE res_partner;
