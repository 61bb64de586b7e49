using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>One browser session as kept: never its id, only the hash of it.</summary>
internal sealed record Session(string Hash, Subject Subject, DateTimeOffset CreatedAt, DateTimeOffset SeenAt)
{
    public const string RowKey = "session";

    public TableEntity ToRow() => PersonRow.Into(new(Hash, RowKey) { ["createdAt"] = CreatedAt, ["seenAt"] = SeenAt }, Subject);

    public static Session? Read(TableEntity row) =>
        PersonRow.Read(row) is { } subject && row.GetDateTimeOffset("createdAt") is { } created && row.GetDateTimeOffset("seenAt") is { } seen
            ? new(row.PartitionKey, subject, created, seen)
            : null;
}

/// <summary>The cookie of one browser session. Its name and attributes follow from the origin it is set on.</summary>
[JsonConverter(typeof(NeverSerialized<SessionCookie>))]
public sealed class SessionCookie
{
    private readonly string _value;

    internal SessionCookie(string value) => _value = value;

    /// <summary><c>__Host-onbehalf</c> on https; on a loopback http origin the name carries the port, because cookies ignore ports.</summary>
    public static string NameOn(Uri origin) =>
        origin.Scheme == Uri.UriSchemeHttps ? "__Host-onbehalf" : $"onbehalf-{origin.Port}";

    public void AppendTo(HttpResponse response, Uri origin) => response.Cookies.Append(NameOn(origin), _value, Attributes(origin));

    internal static string? In(HttpRequest request, Uri origin) => CookieValue.Only(request, NameOn(origin));

    internal static void RemoveFrom(HttpResponse response, Uri origin) => response.Cookies.Delete(NameOn(origin), Attributes(origin));

    internal static CookieOptions Attributes(Uri origin) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = origin.Scheme == Uri.UriSchemeHttps,
    };
}
