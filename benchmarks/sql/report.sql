-- Deals of ten years, the newest last: of the last year one half is open (5 % of all), of the
-- others a third is won; 30 teams, 100 salespeople, a customer for each twenty deals.
INSERT INTO res_users (login, active, company_id, partner_id, notification_type, share)
SELECT 'bench' || n, TRUE, 1, (SELECT partner_id FROM res_users WHERE id = 2), 'email', FALSE
  FROM generate_series(1, 100) n;
INSERT INTO crm_team (name, active, company_id, use_opportunities, alias_id, sequence,
                      invoiced_target
\if :own
    , deal_assignment
\endif
)
SELECT jsonb_build_object('en_US', 'Bench ' || n), TRUE, 1, TRUE,
       (SELECT min(alias_id) FROM crm_team), n, 1000000
\if :own
    , 'manual'
\endif
  FROM generate_series(1, 30) n;
INSERT INTO res_partner (name, complete_name, active, type, autopost_bills, country_id,
                         industry_id, create_uid, write_uid)
SELECT 'Bench ' || n, 'Bench ' || n, TRUE, 'contact', 'ask', n % 200 + 1,
       (SELECT min(id) + n % 20 FROM res_partner_industry), 1, 1
  FROM generate_series(1, :deals / 20) n;
CREATE TEMP TABLE bench AS
    SELECT n, 1000000 + n AS id, 100 + (n * 31) % 9900 AS value,
           now() - interval '10 years' * (1 - n::float / :deals) AS born,
           CASE WHEN n > :deals * 0.9 AND n % 2 = 0 THEN 'open'
                WHEN n % 3 = 0 THEN 'won' ELSE 'lost' END AS state
      FROM generate_series(1, :deals) n;
CREATE TEMP TABLE bench_stage AS
    SELECT id, row_number() OVER (ORDER BY sequence, id) - 1 AS number
\if :own
    , deal_process_id
\endif
      FROM crm_stage WHERE NOT COALESCE(is_won, FALSE)
\if :own
    AND deal_process_id = (SELECT min(deal_process_id) FROM crm_stage)
\endif
;
INSERT INTO crm_lead (
    id, name, type, active, stage_id, team_id, user_id, company_id, partner_id, country_id,
    probability, priority, won_status, expected_revenue, prorated_revenue, date_deadline,
    date_closed, date_last_stage_update, lost_reason_id, source_id,
    create_uid, write_uid, create_date, write_date
\if :own
    , deal_process_id, deal_number, deal_state, deal_kind, deal_offer_state,
    deal_offer_sent_on, deal_cost, deal_profit, deal_margin
\endif
)
SELECT b.id, 'Deal ' || n, 'opportunity', state <> 'lost',
       CASE WHEN state = 'won' THEN won.id ELSE stage.id END, team.id, person.id, 1,
       partner.first + n % (:deals / 20), n % 200 + 1,
       CASE state WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 20 END, '0',
       CASE state WHEN 'open' THEN 'pending' ELSE state END, value,
       CASE state WHEN 'won' THEN value WHEN 'lost' THEN 0 ELSE value * 0.2 END,
       CASE WHEN state = 'open' THEN current_date + n % 300 - 60 ELSE born::date + 50 END,
       CASE WHEN state <> 'open' THEN least(born + interval '60 days', now()) END,
       least(born + interval '20 days', now()),
       CASE WHEN state = 'lost' THEN reason.first + n % 3 END,
       (SELECT min(id) FROM utm_source), 2, 2, born, born
\if :own
    , stage.deal_process_id, 'BENCH-' || n,
    CASE WHEN state = 'open' AND n % 10 = 0 THEN 'suspended' ELSE state END,
    CASE WHEN state = 'won' THEN 'contract' WHEN n % 5 = 0 THEN 'offer'
         ELSE 'opportunity' END,
    CASE WHEN n % 5 = 0 THEN CASE state WHEN 'won' THEN 'accepted' WHEN 'lost' THEN 'declined'
         ELSE 'opened' END END,
    CASE WHEN n % 5 = 0 THEN born + interval '5 days' END,
    value * 0.6, value * 0.4, 0.4
\endif
  FROM bench b
  JOIN bench_stage stage ON stage.number = n % (SELECT count(*) FROM bench_stage)
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM crm_team
         WHERE use_opportunities ORDER BY id DESC LIMIT 30) team ON team.number = n % 30 + 1
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM res_users
         WHERE login LIKE 'bench%') person ON person.number = (n::bigint * 7919) % 100,
       (SELECT min(id) AS first FROM crm_lost_reason) reason,
       (SELECT min(id) AS first FROM res_partner WHERE name LIKE 'Bench %') partner,
       (SELECT id FROM crm_stage WHERE is_won ORDER BY id LIMIT 1) AS won
 ORDER BY n;
INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
    date_deadline, active, create_uid, write_uid, create_date, write_date)
SELECT (SELECT id FROM ir_model WHERE model = 'crm.lead'), 'crm.lead', id,
       (SELECT min(id) FROM mail_activity_type), 2,
       current_date + CASE WHEN n % 4 = 0 THEN -3 ELSE 5 END, TRUE, 2, 2, born, born
  FROM bench WHERE state = 'open' AND n % 10 < 6;
SELECT setval('crm_lead_id_seq', (SELECT max(id) FROM crm_lead));
\if :own
INSERT INTO deal_search_text (lead_id, text, customer)
SELECT lead.id, lower(replace(lead.deal_number, '-', ' ') || E'\n' || lead.name),
       lower(partner.complete_name)
  FROM bench JOIN crm_lead lead ON lead.id = bench.id
  JOIN res_partner partner ON partner.id = lead.partner_id;
UPDATE ir_config_parameter SET value = 'yes' WHERE key = 'sales_deals.search_is_ready';
-- An offer for each fifth deal with up to three visits, a calculation of two lines for each tenth,
-- a competitor for each fourth, a message for each, a decision that has moved for each fifth.
INSERT INTO deal_offer (id, name, revision, lead_id, company_id, user_id, partner_id,
    template_id, lang, state, kind, sent_on, closed_on, create_uid, write_uid, create_date,
    write_date)
SELECT 1000000 + n, 'B' || n, 1, b.id, 1, lead.user_id, lead.partner_id,
       (SELECT min(id) FROM deal_offer_template), 'en_US', lead.deal_offer_state,
       'calculation', born + interval '5 days',
       CASE WHEN state <> 'open' THEN born + interval '15 days' END, 2, 2,
       born + interval '3 days', born
  FROM bench b JOIN crm_lead lead ON lead.id = b.id WHERE n % 5 = 0;
INSERT INTO deal_offer_view (offer_id, began, last, visitor, kind, reason)
SELECT 1000000 + n, born + interval '6 days', born + interval '6 days', 'v' || visit,
       CASE WHEN visit = 3 THEN 'machine' ELSE 'person' END, 'visible'
  FROM bench, generate_series(1, 3) visit WHERE n % 5 = 0 AND n % (5 * visit) = 0;
INSERT INTO deal_variant (id, lead_id, name, is_chosen, company_id, currency_id, date,
    tax_display, amount_untaxed, create_uid, write_uid, create_date, write_date)
SELECT 1000000 + n, b.id, 'A', TRUE, 1, company.currency_id, born::date, 'net', value, 2, 2,
       born, born
  FROM bench b, res_company company WHERE n % 10 = 0 AND company.id = 1;
ALTER TABLE deal_variant_line DROP CONSTRAINT deal_variant_line_product_or_text;
INSERT INTO deal_variant_line (variant_id, name, lead_id, company_id, currency_id, sequence,
    quantity, list_price, price_unit, price_subtotal, held, is_optional, create_uid,
    write_uid, create_date, write_date)
SELECT 1000000 + n, 'Line', b.id, 1, company.currency_id, line, 1, value * 0.6, value * 0.5,
       value * 0.5, 'price', FALSE, 2, 2, born, born
  FROM bench b, res_company company, generate_series(1, 2) line
 WHERE n % 10 = 0 AND company.id = 1;
INSERT INTO deal_competitor (lead_id, name, currency_id, state, create_uid, write_uid,
    create_date, write_date)
SELECT b.id, 'Rival ' || n % 50, company.currency_id,
       CASE state WHEN 'won' THEN 'won_against' WHEN 'lost' THEN 'lost_to' ELSE 'in_play' END,
       2, 2, born, born
  FROM bench b, res_company company WHERE n % 4 = 0 AND company.id = 1;
INSERT INTO mail_message (id, model, res_id, message_type, date, is_internal, create_uid,
    write_uid, create_date, write_date)
SELECT 5000000 + n, 'crm.lead', b.id, 'notification', born, FALSE, 2, 2, born, born
  FROM bench b;
INSERT INTO mail_tracking_value (field_id, mail_message_id, old_value_datetime,
    new_value_datetime, create_uid, write_uid, create_date, write_date)
SELECT field.id, 5000000 + n, born, born + (n % 90 - 20) * interval '1 day', 2, 2, born, born
  FROM bench, ir_model_fields field
 WHERE n % 5 = 0 AND field.model = 'crm.lead' AND field.name = 'date_deadline';
\endif
