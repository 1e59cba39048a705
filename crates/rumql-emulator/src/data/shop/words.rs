//! What is everything called? All of it is invented, or as common as rain.

pub(super) const FIRST_NAMES: &[&str] = &[
    "John", "Maria", "Wei", "Amina", "Lukas", "Priya", "Sofia", "Omar", "Emma", "Kenji", "Ana", "David",
    "Fatima", "Noah", "Ingrid", "Mateo", "Chloe", "Ravi", "Elena", "Samuel", "Yuki", "Peter", "Nadia",
    "Hugo", "Grace", "Ivan", "Lena", "Marco", "Aisha", "Johanna", "Tomas", "Zoe",
];

pub(super) const LAST_NAMES: &[&str] = &[
    "Smith", "Garcia", "Chen", "Okafor", "Huber", "Sharma", "Rossi", "Haddad", "Johnson", "Tanaka", "Silva",
    "Cohen", "Khan", "Nguyen", "Larsen", "Lopez", "Martin", "Patel", "Petrova", "Miller", "Sato", "Novak",
    "Ali", "Dubois", "Jones", "Ivanov", "Weber", "Ricci", "Mensah", "Berg", "Kovac", "Brown",
];

/// The fronts of accounts' names; the first of them is the largest.
pub(super) const ACCOUNTS: &[&str] = &[
    "Tech", "Borealis", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper",
    "Kestrel", "Lumen", "Meridian", "Nimbus", "Orchard", "Pinnacle", "Quartz", "Ridge", "Summit", "Tundra",
    "Umbra", "Vertex", "Willow", "Xenon", "Yonder", "Zephyr", "Amber", "Basalt", "Cedar", "Dune", "Echo",
    "Falcon", "Glacier", "Hazel", "Iris", "Jasper", "Karst", "Larch", "Maple", "North", "Onyx", "Prairie",
    "Quill", "River", "Slate", "Thistle", "Ulmus", "Violet", "Wharf", "Yarrow",
];

/// The most frequent first, as all lists below.
pub(super) const PLANS: &[&str] = &["business", "pro", "enterprise", "free"];

pub(super) const INDUSTRIES: &[&str] =
    &["technology", "retail", "finance", "healthcare", "education", "media", "logistics"];

pub(super) const MANAGERS: &[&str] = &["Alex Moreau", "Robin Adeyemi", "Kim Lindqvist", "Sasha Ortega"];

/// Country, city, region.
pub(super) const COUNTRIES: &[(&str, &str, &str)] = &[
    ("US", "San Francisco", "California"),
    ("US", "Austin", "Texas"),
    ("US", "Seattle", "Washington"),
    ("US", "New York", "New York"),
    ("DE", "Berlin", "Berlin"),
    ("GB", "London", "England"),
    ("FR", "Paris", "Île-de-France"),
    ("IN", "Bengaluru", "Karnataka"),
    ("BR", "São Paulo", "São Paulo"),
    ("JP", "Tokyo", "Tokyo"),
    ("CA", "Toronto", "Ontario"),
    ("AT", "Vienna", "Vienna"),
    ("NG", "Lagos", "Lagos"),
    ("AU", "Sydney", "New South Wales"),
];

/// Browser and version.
pub(super) const BROWSERS: &[(&str, &str)] = &[
    ("Chrome", "141.0.0"),
    ("Chrome", "140.0.0"),
    ("Safari", "18.6"),
    ("Firefox", "143.0"),
    ("Edge", "141.0.0"),
    ("Chrome", "131.0.0"),
    ("Opera", "122.0.0"),
];

/// Device, system and its version.
pub(super) const DEVICES: &[(&str, &str, &str)] = &[
    ("Desktop", "Windows", "11"),
    ("Mobile", "iOS", "18.6"),
    ("Desktop", "Mac OS X", "15.6"),
    ("Mobile", "Android", "15"),
    ("Desktop", "Linux", "6.8"),
    ("Tablet", "iOS", "18.5"),
    ("Desktop", "Windows", "10"),
];

/// The name of a view, and its path.
pub(super) const VIEWS: &[(&str, &str)] = &[
    ("Home", "/"),
    ("Product", "/products/?"),
    ("Search", "/search"),
    ("Cart", "/cart"),
    ("Checkout", "/checkout"),
    ("Account", "/account"),
    ("Settings", "/settings"),
];

pub(super) const ACTIONS: &[&str] =
    &["open product", "search", "add to cart", "checkout", "pay", "change filter", "invite a colleague"];

/// Type, message and source of an error.
pub(super) const ERRORS: &[(&str, &str, &str)] = &[
    ("TypeError", "cannot read properties of undefined", "source"),
    ("NetworkError", "failed to fetch /api/cart", "network"),
    ("Error", "payment was declined by the provider", "custom"),
    ("Error", "payment timed out", "network"),
    ("RangeError", "invalid time value", "source"),
    ("ChunkLoadError", "loading chunk 7 failed", "source"),
];

/// Address, path and kind of a resource.
pub(super) const RESOURCES: &[(&str, &str, &str)] = &[
    ("https://shop.example/api/products", "/api/products", "fetch"),
    ("https://shop.example/api/cart", "/api/cart", "fetch"),
    ("https://cdn.shop.example/app.js", "/app.js", "js"),
    ("https://cdn.shop.example/hero.webp", "/hero.webp", "image"),
    ("https://shop.example/api/payment", "/api/payment", "xhr"),
];
