using System.Globalization;
using System.Text;
using Onbehalf.Audit;
using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>
/// Lower-case hex SHA-256 over an automation's content as canonical JSON (RFC 8785: keys sorted, no spaces; every scalar a string). The fields are
/// written by hand, so a new version of a serializer cannot change the hash of agreed content. A new field is written only if it has a value, which
/// preserves old hashes.
/// </summary>
public static class ContentHash
{
    public static string Of(AutomationContent content) => Sha256.Hex(Canonical(content));

    internal static string Canonical(AutomationContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var json = new StringBuilder(512);
        Write(json, new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["consents"] = content.Consents.Select(Fields),
            ["prompt"] = content.Prompt,
            ["title"] = content.Title,
            ["tools"] = content.Tools,
            ["trigger"] = Fields(content.Trigger),
        });
        return json.ToString();
    }

    private static SortedDictionary<string, object?> Fields(StandingConsent consent) =>
        new(StringComparer.Ordinal)
        {
            ["audience"] = consent.Audience,
            ["fields"] = new SortedDictionary<string, object?>(
                consent.Fields.ToDictionary(static f => f.Key, static object? (f) => f.Value), StringComparer.Ordinal),
            ["id"] = consent.Id,
            ["sources"] = consent.Sources,
            ["target"] = consent.Target,
            ["tool"] = consent.Tool,
            ["total"] = consent.Total.ToString(CultureInfo.InvariantCulture),
            ["until"] = consent.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        };

    private static SortedDictionary<string, object?> Fields(Trigger trigger) => trigger switch
    {
        Trigger.Schedule schedule => new(StringComparer.Ordinal)
        {
            ["cron"] = schedule.Cron,
            ["cycle"] = schedule.Cycle is { } cycle
                ? string.Create(CultureInfo.InvariantCulture, $"{cycle.Length} {cycle.Unit} {cycle.From:yyyy-MM-dd}")
                : null,
            ["kind"] = "schedule",
            ["timeZone"] = schedule.TimeZone,
        },
        Trigger.Once once => new(StringComparer.Ordinal)
        {
            ["at"] = once.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
            ["kind"] = "once",
            ["timeZone"] = once.TimeZone,
        },
        Trigger.SignedEvent signed => new(StringComparer.Ordinal) { ["format"] = signed.Format, ["kind"] = "event" },
        Trigger.Rule rule => new(StringComparer.Ordinal)
        {
            ["condition"] = rule.Condition.Kind,
            ["cron"] = rule.Cron,
            ["kind"] = "rule",
            ["source"] = rule.Source,
            ["sql"] = rule.Sql,
            ["threshold"] = rule.Condition.Threshold?.ToString("0.############################", CultureInfo.InvariantCulture),
            ["timeZone"] = rule.TimeZone,
        },
        _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
    };

    private static void Write(StringBuilder json, object value)
    {
        switch (value)
        {
            case string text:
                AuditHash.Quote(json, text);
                break;
            case SortedDictionary<string, object?> fields:
                Write(json, '{', '}', fields.Where(static f => f.Value is not null), field =>
                {
                    AuditHash.Quote(json, field.Key);
                    json.Append(':');
                    Write(json, field.Value!);
                });
                break;
            case IEnumerable<string> texts:
                Write(json, '[', ']', texts, text => AuditHash.Quote(json, text));
                break;
            case IEnumerable<SortedDictionary<string, object?>> items:
                Write(json, '[', ']', items, item => Write(json, item));
                break;
        }
    }

    private static void Write<T>(StringBuilder json, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        json.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                json.Append(',');
            first = false;
            write(item);
        }

        json.Append(close);
    }
}
