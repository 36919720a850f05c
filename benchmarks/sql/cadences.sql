-- 20,000 messages of a cadence with two steps, the first one with two texts, on 10,000 of the deals
-- of report.sql; every fifth client has answered the first message by mail, and every ninth stopped
-- the cadence by an answer elsewhere.
INSERT INTO deal_cadence (name, sequence, active, deals, reading, send_from, send_to, spread,
    revision, create_uid, write_uid, create_date, write_date)
VALUES ('{"en_US": "Bench"}', 1, TRUE, 'open', 'auto', 9, 17, 60, 1, 2, 2, now(), now());
INSERT INTO deal_cadence_step (cadence_id, sequence, kind, wait, wait_unit, wait_event, thread,
    offer_mode, otherwise, template_id, template_b_id, revision_from, revision_to,
    create_uid, write_uid, create_date, write_date)
SELECT cadence.id, n, 'message', 3, 'days', 'previous', 'new', 'link', 'end', template.first,
       CASE n WHEN 1 THEN template.second END, 1, 0, 2, 2, now(), now()
  FROM generate_series(1, 2) AS n,
       (SELECT max(id) AS id FROM deal_cadence) AS cadence,
       (SELECT min(id) AS first, max(id) AS second FROM mail_template) AS template;
INSERT INTO deal_cadence_run (cadence_id, lead_id, company_id, user_id, email, revision, state,
    reason, begun_on, create_uid, write_uid, create_date, write_date)
SELECT (SELECT max(id) FROM deal_cadence), id, COALESCE(company_id, 1), COALESCE(user_id, 2),
       'c' || id || '@client.example', 1, CASE WHEN id % 9 = 0 THEN 'stopped' ELSE 'done' END,
       CASE WHEN id % 9 = 0 THEN 'accepted' END,
       now() - (id % 300) * interval '1 day', 2, 2, now(), now()
  FROM crm_lead WHERE deal_number LIKE 'BENCH-%' ORDER BY id LIMIT 10000;
INSERT INTO deal_cadence_task (run_id, step_id, state, since, done_on, template_id, create_uid,
    write_uid, create_date, write_date)
SELECT run.id, step.id, 'done', run.begun_on,
       run.begun_on + step.sequence * interval '3 days',
       CASE WHEN run.id % 2 = 1 THEN COALESCE(step.template_b_id, step.template_id)
            ELSE step.template_id END, 2, 2, now(), now()
  FROM deal_cadence_run AS run
  JOIN deal_cadence_step AS step ON step.cadence_id = run.cadence_id
 WHERE run.cadence_id = (SELECT max(id) FROM deal_cadence);
INSERT INTO mail_message (model, res_id, message_type, is_internal, date, body, create_uid,
    write_uid, create_date, write_date)
SELECT 'crm.lead', lead_id, 'email', FALSE, begun_on + interval '4 days', 'Yes', 2, 2,
       begun_on, begun_on
  FROM deal_cadence_run
 WHERE lead_id % 5 = 0 AND cadence_id = (SELECT max(id) FROM deal_cadence);
