using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Storage;

/// <summary>
/// The product's tables. A setting is a URI (token credential) or a connection string (key). Bicep or the local runtime creates the tables, never
/// this class: the identity that writes the audit has no right to.
/// </summary>
public sealed class Tables
{
    private readonly string _prefix;
    private readonly TableServiceClient _store;

    public Tables(IConfiguration configuration)
    {
        _prefix = configuration["ONBEHALF_TABLE_PREFIX"] ?? "";
        _store = Open(configuration, "ONBEHALF_TABLES");
        Audit = Open(configuration, "ONBEHALF_AUDIT_TABLES").GetTableClient(_prefix + "audit");
    }

    /// <summary>The names of all tables, without the prefix of ONBEHALF_TABLE_PREFIX.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "threads",
        "inbox",
        "turns",
        "events",
        "sessions",
        "links",
        "people",
        "wiki",
        "automations",
        "memory",
        "runs",
        "offboarding",
        "grants",
        "slack",
        "artifacts",
        "audit",
    ];

    public TableClient Threads => field ??= Named("threads");

    public TableClient Inbox => field ??= Named("inbox");

    public TableClient Turns => field ??= Named("turns");

    public TableClient Events => field ??= Named("events");

    public TableClient Sessions => field ??= Named("sessions");

    public TableClient Links => field ??= Named("links");

    public TableClient People => field ??= Named("people");

    public TableClient Wiki => field ??= Named("wiki");

    public TableClient Automations => field ??= Named("automations");

    public TableClient Memory => field ??= Named("memory");

    public TableClient Offboarding => field ??= Named("offboarding");

    public TableClient Runs => field ??= Named("runs");

    public TableClient Grants => field ??= Named("grants");

    public TableClient Slack => field ??= Named("slack");

    public TableClient Artifacts => field ??= Named("artifacts");

    public TableClient Audit { get; }

    private static TableServiceClient Open(IConfiguration configuration, string setting)
    {
        var value = configuration[setting];
        if (string.IsNullOrWhiteSpace(value))
            throw new InvalidOperationException($"{setting} is not set: a table endpoint (https://…) or a storage connection string.");
        return Uri.TryCreate(value, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "https" or "http"
            ? new TableServiceClient(endpoint, AppCredential.From(configuration))
            : new TableServiceClient(value);
    }

    private TableClient Named(string name) => _store.GetTableClient(_prefix + name);
}
