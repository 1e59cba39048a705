// Drives all ten operations of the audience API with the official Node client, and checks the answers.

const assert = require("node:assert");
const { client, v2 } = require("@datadog/datadog-api-client");

const NOW = 1795478400; // 2026-11-24T00:00:00Z

const OPERATIONS = [
  "queryUsers",
  "queryAccounts",
  "queryEventFilteredUsers",
  "getUserFacetInfo",
  "getAccountFacetInfo",
  "getMapping",
  "listConnections",
  "createConnection",
  "updateConnection",
  "deleteConnection",
];

async function main(address) {
  const configuration = client.createConfiguration({ serverIndex: 1 });
  const [protocol, name] = address.split("://");
  configuration.setServerVariables({ protocol, name });
  for (const operation of OPERATIONS) {
    configuration.unstableOperations[`v2.${operation}`] = true;
  }
  await drive(new v2.RumAudienceManagementApi(configuration));
}

async function drive(api) {
  const body = (type, attributes, id) => ({ data: { type, id, attributes } });

  const users = await api.queryUsers({
    body: body("query_users_request", {
      query: "session_count:>50 AND last_seen:<30d",
      selectColumns: ["user_id", "session_count", "last_seen"],
      sort: { field: "session_count", order: "DESC" },
      limit: 5,
    }),
  });
  const found = users.data.attributes;
  assert.ok(found.total > 100);
  assert.equal(found.hits.length, 5);
  assert.ok(found.hits[0].session_count >= found.hits[4].session_count);

  const accounts = await api.queryAccounts({
    body: body("query_account_request", { query: "plan_type:enterprise", limit: 3 }),
  });
  assert.equal(accounts.data.attributes.hits[0].plan_type, "enterprise");

  const filtered = await api.queryEventFilteredUsers({
    body: body("query_event_filtered_users_request", {
      query: "*",
      eventQuery: { query: "@type:error", timeFrame: { start: NOW - 7 * 86400, end: NOW } },
      includeRowCount: true,
      limit: 2,
    }),
  });
  assert.ok(filtered.data.attributes.total > 10);

  const facet = { facetId: "first_browser_name", limit: 3, search: { query: "first_country_code:US" } };
  const values = await api.getUserFacetInfo({ body: body("users_facet_info_request", facet) });
  assert.equal(values.data.attributes.result.values[0].value, "Chrome");
  const counts = await api.getAccountFacetInfo({
    body: body("users_facet_info_request", { facetId: "user_count", limit: 5 }),
  });
  assert.equal(counts.data.attributes.result.values.length, 5);

  const attributes = async () => {
    const mapping = await api.getMapping({ entity: "users" });
    return mapping.data.attributes.attributes.map((known) => known.attribute);
  };
  assert.ok((await attributes()).includes("@customer_tier"));
  const listed = await api.listConnections({ entity: "users" });
  assert.deepEqual(listed.data.attributes.connections.map((known) => known.id), ["crm-integration"]);

  const created = {
    type: "ref_table",
    joinType: "email",
    joinAttribute: "user_email",
    metadata: { table: "crm-integration" },
    fields: [{ id: "channel", sourceName: "acquisition_channel", type: "string" }],
  };
  await api.createConnection({ entity: "users", body: body("connection_id", created, "ads") });
  assert.ok((await attributes()).includes("@channel"));
  const updated = {
    fieldsToUpdate: [{ fieldId: "channel", updatedFieldId: "way" }],
    fieldsToAdd: [{ id: "state", sourceName: "subscription_state", type: "string" }],
  };
  await api.updateConnection({ entity: "users", body: body("connection_id", updated, "ads") });
  assert.ok((await attributes()).includes("@way"));
  await api.deleteConnection({ entity: "users", id: "ads" });
  assert.ok(!(await attributes()).includes("@way"));

  await assert.rejects(api.getMapping({ entity: "events" }), (error) => error.code === 404);
  console.log("the Node client drove all ten operations");
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
