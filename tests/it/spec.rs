//! Is a body what the API's specification says?
//!
//! `tests/api/openapi-audience.json` is the specification. Its schemas are those of OpenAPI 3.0, which for
//! what is used here are JSON schemas.

use std::{collections::HashMap, sync::LazyLock};

use jsonschema::Validator;
use rumql_api::{Operation, Request, Response};
use serde_json::{Value, json};

static SPECIFICATION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../api/openapi-audience.json")).unwrap());

/// By operation, and by status for answers; `None` where there is no body.
type Validators = HashMap<(Operation, Option<u16>), Option<Validator>>;

static VALIDATORS: LazyLock<Validators> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for operation in Operation::ALL {
        let spec = specified(operation);
        all.insert((operation, None), validator(&spec["requestBody"]));
        for (status, answer) in spec["responses"].as_object().unwrap() {
            all.insert((operation, Some(status.parse().unwrap())), validator(resolved(answer)));
        }
    }
    all
});

/// Asserts that a request has the path, the method and the body of its operation.
#[track_caller]
pub(crate) fn assert_request(request: &Request) {
    let operation = request.operation;
    let route = Operation::route(operation.method().as_str(), &request.path).unwrap();
    assert_eq!(route.operation, operation, "{}", request.path);
    check(VALIDATORS[&(operation, None)].as_ref(), request.body.as_deref().unwrap_or_default(), "request");
}

/// Asserts that an answer has a status and a body of its operation.
#[track_caller]
pub(crate) fn assert_response(operation: Operation, response: &Response) {
    let validator = VALIDATORS.get(&(operation, Some(response.status)));
    let validator =
        validator.unwrap_or_else(|| panic!("{} has no status {}", operation.id(), response.status));
    check(validator.as_ref(), &response.body, operation.id());
}

#[track_caller]
fn check(validator: Option<&Validator>, body: &[u8], what: &str) {
    let Some(validator) = validator else {
        assert!(body.is_empty(), "{what} has a body");
        return;
    };
    let body: Value = serde_json::from_slice(body).unwrap();
    let errors: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{what}: {errors:?}\n{body:#}");
}

/// The operation as the specification has it.
fn specified(operation: Operation) -> &'static Value {
    let paths = SPECIFICATION["paths"].as_object().unwrap().values();
    let mut all = paths.flat_map(|path| path.as_object().unwrap().values());
    all.find(|spec| spec["operationId"] == operation.id()).unwrap()
}

fn resolved(value: &Value) -> &Value {
    let Some(reference) = value["$ref"].as_str() else { return value };
    SPECIFICATION.pointer(reference.trim_start_matches('#')).unwrap()
}

fn validator(holder: &Value) -> Option<Validator> {
    let schema = holder["content"]["application/json"].get("schema")?;
    // References are looked up in the whole.
    let whole = json!({ "allOf": [schema], "components": SPECIFICATION["components"] });
    Some(jsonschema::draft4::new(&whole).unwrap())
}
