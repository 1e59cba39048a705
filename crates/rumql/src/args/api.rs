//! How is the API asked on the command line?

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use rumql_emulator::Fault;
use rumql_project::MappingFile;
use rumql_source::Entity;

use super::{moment, trimmed};

/// Whom to ask, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Whom to ask")]
pub(crate) struct ApiArgs {
    /// Asks a shop that never was: no account, no network.
    #[arg(long, conflicts_with_all = ["data", "url"])]
    pub(crate) demo: bool,
    /// Asks the files of a folder: users.jsonl, accounts.jsonl, events.jsonl (or .csv), tables/NAME.csv,
    /// mapping.lock.json.
    #[arg(long, value_name = "DIR", conflicts_with = "url")]
    pub(crate) data: Option<PathBuf>,
    /// Asks a gateway or an emulator instead of the site that DD_SITE names.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// A mapping in place of the nearest `mapping.lock.json`; repeatable.
    #[arg(long, value_name = "[ENTITY=]FILE", value_parser = MappingFile::parse)]
    pub(crate) mapping: Vec<MappingFile>,
    /// The moment that relative times count from: RFC 3339 or Unix seconds.
    #[arg(long, value_name = "TIME", value_parser = moment, allow_hyphen_values = true)]
    pub(crate) now: Option<Timestamp>,
    /// Shows the exact request, keys masked, and sends nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Refuses to send anything that changes something.
    #[arg(long)]
    pub(crate) read_only: bool,
    /// The longest that a request may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    /// Tells each request and its status.
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// How queries are sent.
#[derive(Debug, Args)]
pub(crate) struct SendingArgs {
    /// Sends the query as it is written, whatever is wrong with it.
    #[arg(long)]
    pub(crate) force: bool,
    /// Sends durations as the moments they stand for, in Unix seconds.
    #[arg(long, conflicts_with = "force")]
    pub(crate) absolute_times: bool,
}

/// Users or accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// Users.
    Users,
    /// Accounts.
    Accounts,
}

impl Profile {
    /// As the rest of the program says it.
    pub(crate) fn entity(self) -> Entity {
        match self {
            Self::Users => Entity::Users,
            Self::Accounts => Entity::Accounts,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
        rumql query users 'session_count:>50 AND last_seen:<30d' --demo\n  \
        rumql query users '*' --events '@type:error' --within 7d --select user_id,user_email --demo\n  \
        rumql query accounts 'plan_type:enterprise' --sort mrr:desc --limit 20 --output csv --demo\n  \
        rumql query users --segment at-risk --count\n  \
        rumql query users 'first_country_code:US' --all --output jsonl > us.jsonl\n  \
        rumql query users 'last_seen:<30d' --absolute-times --dry-run\n\n\
        Keys come from DD_API_KEY and DD_APP_KEY, or DD_BEARER_TOKEN; the site from DD_SITE.")]
pub(crate) struct QueryArgs {
    /// Whom to find.
    #[arg(value_enum)]
    pub(crate) entity: Profile,
    /// The query; one that begins with a sign follows `--`.
    #[arg(required_unless_present = "segment", conflicts_with = "segment")]
    pub(crate) query: Option<String>,
    /// A segment of the project, by name, in place of a query.
    #[arg(long, value_name = "NAME")]
    pub(crate) segment: Option<String>,
    /// The events that a user must have had.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, conflicts_with = "segment")]
    pub(crate) events: Option<String>,
    /// How far back events count: 7d, 12h.
    #[arg(long, value_name = "AGE", requires = "events")]
    pub(crate) within: Option<String>,
    /// From when on events count.
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "events")]
    pub(crate) start: Option<Timestamp>,
    /// Until when; now, if it is left out.
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "start")]
    pub(crate) end: Option<Timestamp>,
    /// The attributes to show, in this order; all, if it is left out.
    #[arg(long, value_name = "ATTRIBUTES", value_delimiter = ',', value_parser = trimmed)]
    pub(crate) select: Vec<String>,
    /// The order: an attribute, and `:asc` or `:desc`.
    #[arg(long, value_name = "ATTRIBUTE[:desc]", value_parser = sort)]
    pub(crate) sort: Option<(String, bool)>,
    /// The most records; 100, if nothing says how many.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) limit: Option<i64>,
    /// A text that some attribute has to hold.
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// Fetches every record, in as many requests as it takes: the query is parted, and that the parts are
    /// disjoint and complete is proved. `--limit` is then the most of one answer; 1,000, if it is left out.
    #[arg(long, conflicts_with_all = ["sort", "count", "force"])]
    pub(crate) all: bool,
    /// Tells how many match, and nothing else.
    #[arg(long)]
    pub(crate) count: bool,
    /// How records are written.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    pub(crate) output: RecordFormat,
    #[command(flatten)]
    pub(crate) sending: SendingArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

/// `--output` of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordFormat {
    /// For people.
    Table,
    /// One JSON object: version, total, hits.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// Cells between commas.
    Csv,
    /// Cells between tabs.
    Tsv,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
        rumql facet users first_browser_name --demo\n  \
        rumql facet users first_country_code --where 'session_count:>50 AND last_seen:<30d' --limit 20 --demo\n  \
        rumql facet accounts industry --term tech --output json --demo")]
pub(crate) struct FacetArgs {
    /// Whose attribute.
    #[arg(value_enum)]
    pub(crate) entity: Profile,
    /// The attribute.
    pub(crate) attribute: String,
    /// Of which records.
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// Of which values: those that are this text, or hold it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) term: Option<String>,
    /// The most values.
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) limit: i64,
    /// How values are written.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    pub(crate) output: AnswerFormat,
    #[command(flatten)]
    pub(crate) sending: SendingArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

/// `--output` of what is no list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people.
    Table,
    /// The attributes of the API's answer, in its words.
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
        rumql emulate --port 8126                   prints its address, and answers until Ctrl-C\n  \
        rumql emulate --data fixtures --now 2026-11-24T00:00:00Z\n  \
        rumql emulate --fault 429:0.1 --fault slow=2s:0.05\n\n\
        Ask it with `rumql query users '*' --url http://127.0.0.1:8126`, or with the official clients.")]
pub(crate) struct EmulateArgs {
    /// The port; 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub(crate) port: u16,
    /// The files to answer from; without them, a shop that never was.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The moment that relative times count from: RFC 3339 or Unix seconds.
    #[arg(long, value_name = "TIME", value_parser = moment, allow_hyphen_values = true)]
    pub(crate) now: Option<Timestamp>,
    /// What goes wrong on purpose, and with what share of the requests: 429:0.1, 403, slow=2s:0.5, malformed:0.1;
    /// repeatable.
    #[arg(long, value_name = "FAULT", value_parser = Fault::parse)]
    pub(crate) fault: Vec<Fault>,
    /// Facets of numbers also tell their range, which two of the official clients cannot read.
    #[arg(long)]
    pub(crate) numeric_ranges: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MappingArgs {
    #[command(subcommand)]
    pub(crate) action: MappingAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MappingAction {
    /// Fetches the mappings of users and accounts, and writes `mapping.lock.json`.
    #[command(after_help = "Examples:\n  \
        rumql mapping pull\n  \
        rumql mapping pull --with-values first_browser_name,@customer_tier")]
    Pull(PullArgs),
    /// Shows the attributes of an entity.
    #[command(after_help = "Examples:\n  rumql mapping show users --demo")]
    Show(ShowArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PullArgs {
    /// Also fetches the values of these attributes, so that a value nobody has is found.
    #[arg(long, value_name = "ATTRIBUTES", value_delimiter = ',', value_parser = trimmed)]
    pub(crate) with_values: Vec<String>,
    /// The file to write.
    #[arg(long, value_name = "FILE", default_value = "mapping.lock.json")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Whose attributes.
    #[arg(value_enum)]
    pub(crate) entity: Profile,
    /// How they are written.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    pub(crate) output: AnswerFormat,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectionArgs {
    #[command(subcommand)]
    pub(crate) action: ConnectionAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConnectionAction {
    /// Lists the connections.
    #[command(after_help = "Examples:\n  rumql connection list users --demo")]
    List(ShowArgs),
    /// Creates a connection from a file; asks first.
    #[command(after_help = "Examples:\n  \
        rumql connection create users connections/crm.yml --dry-run\n  \
        rumql connection create users crm.json --yes             for scripts\n\n\
        The file is a connection file, or the body of an API request. In a connection file with several, --id names one.")]
    Create(WriteArgs),
    /// Adds, changes and removes fields of a connection; asks first.
    #[command(after_help = "Examples:\n  \
        rumql connection update users update.json\n\n\
        The file is the body of an API request: fields_to_add, fields_to_update, fields_to_delete.")]
    Update(WriteArgs),
    /// Deletes a connection and all its fields; asks for its id.
    #[command(after_help = "Examples:\n  \
        rumql connection delete users crm-integration --dry-run\n  \
        rumql connection delete users crm-integration --yes --confirm crm-integration    for scripts")]
    Delete(DeleteArgs),
}

#[derive(Debug, Args)]
pub(crate) struct WriteArgs {
    /// Whose connection.
    #[arg(value_enum)]
    pub(crate) entity: Profile,
    /// The file that says what; `-` is standard input.
    pub(crate) file: PathBuf,
    /// Which connection of the file.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Does not ask.
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    /// Whose connection.
    #[arg(value_enum)]
    pub(crate) entity: Profile,
    /// The connection.
    pub(crate) id: String,
    /// Does not ask; needs `--confirm`.
    #[arg(long)]
    pub(crate) yes: bool,
    /// The id once more.
    #[arg(long, value_name = "ID")]
    pub(crate) confirm: Option<String>,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

/// `last_seen:desc`: the attribute, and whether the greatest comes first.
fn sort(text: &str) -> Result<(String, bool), String> {
    let (attribute, order) = text.rsplit_once(':').unwrap_or((text, "asc"));
    match order.to_ascii_lowercase().as_str() {
        _ if attribute.is_empty() => Err("the attribute is missing; write last_seen:desc".to_owned()),
        "asc" => Ok((attribute.to_owned(), false)),
        "desc" => Ok((attribute.to_owned(), true)),
        _ => Err("behind the colon stands asc or desc".to_owned()),
    }
}
