-- Deals of ten years, the newest last: of the last year one half is open (5 % of all), of the
-- others a third is won. Quotations and orders of every third deal, invoices of every sixth, an
-- activity on 60 of 100 open deals, a quarter or so of them overdue, a done one on each won deal.
INSERT INTO res_users (login, active, company_id, partner_id, notification_type, share)
SELECT 'bench' || n, TRUE, 1, (SELECT partner_id FROM res_users WHERE id = 2), 'email', FALSE
  FROM generate_series(1, 100) n;
INSERT INTO crm_team (name, active, company_id, use_opportunities, alias_id, sequence,
                      deal_assignment, invoiced_target)
SELECT jsonb_build_object('en_US', 'Bench ' || n), TRUE, 1, TRUE,
       (SELECT min(alias_id) FROM crm_team), n, 'manual', 1000000
  FROM generate_series(1, :teams - (SELECT count(*) FROM crm_team WHERE use_opportunities)) n;
CREATE TEMP TABLE bench_team AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM crm_team
     WHERE use_opportunities;
CREATE TEMP TABLE bench_user AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM res_users
     WHERE login LIKE 'bench%';
CREATE TEMP TABLE bench AS
    SELECT n, 1000000 + n AS id, n % (SELECT count(*) FROM bench_team) AS team,
           (n::bigint * 7919) % 100 AS owner, 100 + (n * 31) % 9900 AS value,
           now() - interval '10 years' * (1 - n::float / :deals) AS born,
           CASE WHEN n > :deals * 0.9 AND n % 2 = 0 THEN 'open'
                WHEN n % 3 = 0 THEN 'won' ELSE 'lost' END AS state
      FROM generate_series(1, :deals) n;
INSERT INTO crm_lead (
    id, name, type, active, stage_id, deal_process_id, team_id, user_id, company_id, probability,
    priority, won_status, deal_state, expected_revenue, prorated_revenue, date_closed,
    deal_number, create_uid, write_uid, create_date, write_date)
SELECT b.id, 'Deal ' || n, 'opportunity', state <> 'lost',
       CASE WHEN state = 'won' THEN won.id ELSE stage.id END, stage.deal_process_id, team.id,
       NULLIF(person.id, (SELECT max(id) FROM bench_user)), 1,
       CASE state WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 20 END, '0',
       CASE state WHEN 'open' THEN 'pending' ELSE state END, state, value, value * 0.2,
       CASE WHEN state <> 'open' THEN least(born + interval '60 days', now()) END,
       'BENCH-' || n, 2, 2, born, born
  FROM bench b JOIN bench_team team ON team.number = b.team
  JOIN bench_user person ON person.number = b.owner,
       (SELECT id, deal_process_id FROM crm_stage WHERE deal_process_id IS NOT NULL
            AND NOT COALESCE(is_won, FALSE) ORDER BY id LIMIT 1) AS stage,
       (SELECT id FROM crm_stage WHERE is_won ORDER BY id LIMIT 1) AS won
 ORDER BY n;
INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
    date_deadline, active, date_done, create_uid, write_uid, create_date, write_date)
SELECT (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', id,
       (SELECT min(id) FROM mail_activity_type), 2,
       current_date + CASE WHEN n % 4 = 0 THEN -3 ELSE 5 END, state = 'open',
       CASE WHEN state <> 'open' THEN current_date END, 2, 2, born, born
  FROM bench WHERE (state = 'open' AND n % 10 < 6) OR (state <> 'open' AND n % 3 = 0);
INSERT INTO sale_order (name, state, partner_id, partner_invoice_id, partner_shipping_id,
    company_id, currency_id, currency_rate, team_id, user_id, date_order, amount_untaxed,
    amount_tax, amount_total, create_uid, write_uid, create_date, write_date)
SELECT 'B' || n, CASE WHEN n % 2 = 0 THEN 'sale' WHEN n > :deals * 0.95 THEN 'sent'
       ELSE 'cancel' END, 1, 1, 1, 1, company.currency_id, 1, team.id, person.id, born, value,
       0, value, 2, 2, born, born
  FROM bench b JOIN bench_team team ON team.number = b.team
  JOIN bench_user person ON person.number = b.owner, res_company company
 WHERE n % 3 = 0 AND company.id = 1;
INSERT INTO account_move (name, state, move_type, journal_id, currency_id, company_id, date,
    invoice_date, payment_state, team_id, invoice_user_id, amount_untaxed_signed, auto_post,
    create_uid, write_uid, create_date, write_date)
SELECT 'BENCH/' || n, 'posted', 'out_invoice', journal.id, company.currency_id, 1, born::date,
       born::date, 'paid', team.id, person.id, value, 'no', 2, 2, born, born
  FROM bench b JOIN bench_team team ON team.number = b.team
  JOIN bench_user person ON person.number = b.owner, res_company company,
       (SELECT min(id) AS id FROM account_journal WHERE type = 'sale') journal
 WHERE n % 6 = 0 AND company.id = 1;
SELECT setval('crm_lead_id_seq', (SELECT max(id) FROM crm_lead));
