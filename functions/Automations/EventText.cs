using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Onbehalf.Functions.Automations;

/// <summary>The event's text for its run: decoded form fields, with GitHub's event header as the first line. All of it is untrusted.</summary>
/// <param name="Whole">The text including the lines that name the event.</param>
/// <param name="IsPing">GitHub's first event, which tests the address. It gets a response and starts no run.</param>
internal sealed partial record EventText(string Whole, bool IsPing)
{
    private const string Form = "application/x-www-form-urlencoded";
    private const int LongestAction = 100;

    public static EventText Of(HttpRequest request, string format, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var decoded = request.ContentType is { } type && type.Split(';')[0].Trim().Equals(Form, StringComparison.OrdinalIgnoreCase) ? Decode(text) : text;
        return format == "github" ? GitHub(request.Headers["X-GitHub-Event"], decoded) : new(decoded, false);
    }

    /// <summary>Detects GitHub pings. The signature does not cover the header, so a ping also needs the body of a ping.</summary>
    private static EventText GitHub(string? header, string text)
    {
        var name = header is not null && EventName().IsMatch(header) ? header : null;
        var (action, isPing) = Read(text);
        var lines = new StringBuilder();
        if (name is not null)
            lines.Append("GitHub event: ").Append(name).Append('\n');
        if (action is not null)
            lines.Append("action: ").Append(action).Append('\n');
        return new(lines.Length == 0 ? text : lines.Append('\n').Append(text).ToString(), name == "ping" && isPing);
    }

    private static (string? Action, bool IsPing) Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                return (null, false);
            var action =
                json.RootElement.TryGetProperty("action", out var said)
                && said.ValueKind is JsonValueKind.String
                && said.GetString() is { Length: > 0 and <= LongestAction } one
                && !one.Any(char.IsControl) ? one : null;
            return (action, json.RootElement.TryGetProperty("zen", out _) && json.RootElement.TryGetProperty("hook_id", out _));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not JSON, or an unpaired surrogate in an escape.
            return (null, false);
        }
    }

    /// <summary>Decodes a form. GitHub sends its JSON as the field <c>payload</c>; other forms become one line per field.</summary>
    private static string Decode(string form)
    {
        var fields = QueryHelpers.ParseQuery(form);
        return fields is { Count: 1 } && fields.TryGetValue("payload", out var payload) && payload.Count == 1
            ? payload.ToString()
            : string.Join('\n', fields.SelectMany(static field => field.Value.Select(value => $"{field.Key}: {value}")));
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,64}$")]
    private static partial Regex EventName();
}
