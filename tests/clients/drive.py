"""Drives all ten operations of the audience API with the official Python client, and checks the answers."""

import json
import sys

from datadog_api_client import ApiClient, Configuration
from datadog_api_client.exceptions import ApiException
from datadog_api_client.v2.api.rum_audience_management_api import RumAudienceManagementApi
from datadog_api_client.v2.model.create_connection_request import CreateConnectionRequest
from datadog_api_client.v2.model.facet_info_request import FacetInfoRequest
from datadog_api_client.v2.model.query_account_request import QueryAccountRequest
from datadog_api_client.v2.model.query_event_filtered_users_request import QueryEventFilteredUsersRequest
from datadog_api_client.v2.model.query_users_request import QueryUsersRequest
from datadog_api_client.v2.model.update_connection_request import UpdateConnectionRequest

NOW = 1795478400  # 2026-11-24T00:00:00Z

OPERATIONS = [
    "query_users",
    "query_accounts",
    "query_event_filtered_users",
    "get_user_facet_info",
    "get_account_facet_info",
    "get_mapping",
    "list_connections",
    "create_connection",
    "update_connection",
    "delete_connection",
]


def main(address):
    configuration = Configuration()
    configuration.host = address
    for operation in OPERATIONS:
        configuration.unstable_operations[operation] = True
    with ApiClient(configuration) as client:
        drive(RumAudienceManagementApi(client), client)


def drive(api, client):
    def body(model, kind, attributes, name=None):
        data = {"type": kind, "attributes": attributes}
        if name:
            data["id"] = name
        return client.deserialize(json.dumps({"data": data}), (model,), True)

    users = api.query_users(
        body=body(
            QueryUsersRequest,
            "query_users_request",
            {
                "query": "session_count:>50 AND last_seen:<30d",
                "select_columns": ["user_id", "session_count", "last_seen"],
                "sort": {"field": "session_count", "order": "DESC"},
                "limit": 5,
            },
        )
    )
    found = users.data.attributes
    assert found.total > 100 and len(found.hits) == 5, found
    counts = [hit["session_count"] for hit in found.hits]
    assert counts == sorted(counts, reverse=True) and counts[-1] > 50, counts

    accounts = api.query_accounts(
        body=body(QueryAccountRequest, "query_account_request", {"query": "plan_type:enterprise", "limit": 3})
    )
    assert {hit["plan_type"] for hit in accounts.data.attributes.hits} == {"enterprise"}

    filtered = api.query_event_filtered_users(
        body=body(
            QueryEventFilteredUsersRequest,
            "query_event_filtered_users_request",
            {
                "query": "*",
                "event_query": {
                    "query": "@type:error",
                    "time_frame": {"start": NOW - 7 * 86400, "end": NOW},
                },
                "include_row_count": True,
                "limit": 2,
            },
        )
    )
    assert filtered.data.attributes.total > 10 and len(filtered.data.attributes.hits) == 2

    facet = {"facet_id": "first_browser_name", "limit": 3, "search": {"query": "first_country_code:US"}}
    values = api.get_user_facet_info(body=body(FacetInfoRequest, "users_facet_info_request", facet))
    assert values.data.attributes.result.values[0].value == "Chrome"
    facet = {"facet_id": "user_count", "limit": 5}
    values = api.get_account_facet_info(body=body(FacetInfoRequest, "users_facet_info_request", facet))
    assert len(values.data.attributes.result.values) == 5

    def attributes():
        listed = api.get_mapping(entity="users").data.attributes.attributes
        return {attribute.attribute for attribute in listed}

    assert "@customer_tier" in attributes()
    connections = api.list_connections(entity="users").data.attributes.connections
    assert [connection.id for connection in connections] == ["crm-integration"]

    api.create_connection(
        entity="users",
        body=body(
            CreateConnectionRequest,
            "connection_id",
            {
                "type": "ref_table",
                "join_type": "email",
                "join_attribute": "user_email",
                "metadata": {"table": "crm-integration"},
                "fields": [{"id": "channel", "source_name": "acquisition_channel", "type": "string"}],
            },
            "ads",
        ),
    )
    assert "@channel" in attributes()
    api.update_connection(
        entity="users",
        body=body(
            UpdateConnectionRequest,
            "connection_id",
            {
                "fields_to_update": [{"field_id": "channel", "updated_field_id": "way"}],
                "fields_to_add": [{"id": "state", "source_name": "subscription_state", "type": "string"}],
            },
            "ads",
        ),
    )
    assert {"@way", "@state"} <= attributes()
    api.delete_connection(entity="users", id="ads")
    assert "@way" not in attributes()

    try:
        api.get_mapping(entity="events")
        raise AssertionError("an unknown entity was answered")
    except ApiException as error:
        assert error.status == 404, error
    print("the Python client drove all ten operations")


main(sys.argv[1])
