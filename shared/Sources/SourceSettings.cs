using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Onbehalf.Ids;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Sources;

/// <summary>One entry of ONBEHALF_SOURCES. Parsing fails for a source that neither knows its users nor has a policy.</summary>
internal abstract record SourceSettings(string Name)
{
    /// <summary>The zone in which its data may move without a confirmation: see <see cref="Zones"/>.</summary>
    public string Zone { get; init; } = Zones.Company;

    public static ImmutableArray<SourceSettings> From(IConfiguration configuration)
    {
        if (configuration["ONBEHALF_SOURCES"] is not { Length: > 0 } json)
            return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            ImmutableArray<SourceSettings> sources = [.. document.RootElement.EnumerateArray().Select(Read)];
            return sources.Select(static s => s.Name).Distinct(StringComparer.Ordinal).Count() == sources.Length
                ? sources
                : throw new FormatException("Two sources have one name.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"ONBEHALF_SOURCES: {error.Message}", error);
        }
    }

    private static SourceSettings Read(JsonElement source)
    {
        var name = SettingName.Require(Text(source, "name"));
        var login = new SecretPurpose($"source-{name}");
        var zone = Optional(source, "zone") ?? Zones.Company;
        return Text(source, "kind") switch
        {
            "postgres" => ReadPostgres(name, login, source) with { Zone = zone },
            "sqlite" => new SqliteSettings(name, Text(source, "path"), Text(source, "policy")) { Zone = zone },
            var kind => throw new FormatException($"'{name}' is of kind '{kind}', which has no way to know the person and no policy; it is not served."),
        };
    }

    private static PostgresSettings ReadPostgres(string name, SecretPurpose login, JsonElement source)
    {
        var host = Text(source, "host");
        var demo = source.TryGetProperty("demo", out var flag) && flag.GetBoolean();
        var port = source.TryGetProperty("port", out var number) ? number.GetInt32() : 5432;
        var scope = Text(source, "credential") switch
        {
            "vault" => null,
            "entra" => Optional(source, "scope") ?? EntraLogin.Scope,
            _ => throw new FormatException($"'{name}' needs a credential that each person has: vault or entra."),
        };
        return new(name, login, host, port, Text(source, "database"), demo && (IsLoopback(host) || IsManaged(host)))
        {
            TokenScope = scope,
            RequiresTls = !IsLoopback(host),
            RootCertificate = Optional(source, "rootCertificate"),
        };
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Returns true for a server whose minor releases are installed by Azure.</summary>
    private static bool IsManaged(string host) => host.EndsWith(".postgres.database.azure.com", StringComparison.OrdinalIgnoreCase);

    private static string? Optional(JsonElement source, string field) => source.TryGetProperty(field, out _) ? Text(source, field) : null;

    private static string Text(JsonElement source, string field) =>
        source.TryGetProperty(field, out var value) && value.GetString() is { Length: > 0 } text ? text : throw new FormatException($"'{field}' is missing.");
}

/// <paramref name="MayBeBelowFloor"/>: marked demo, and either on loopback or an Azure server.
internal sealed record PostgresSettings(string Name, SecretPurpose Login, string Host, int Port, string Database, bool MayBeBelowFloor) : SourceSettings(Name)
{
    /// <summary>The scope of a person's access token for this source. Null if their login is in the vault.</summary>
    public string? TokenScope { get; init; }

    /// <summary>True unless the host is loopback: a password or token is sent only to a server with a verified certificate.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>A PEM file with the authority of the server's certificate, if the machine does not trust it already.</summary>
    public string? RootCertificate { get; init; }
}

internal sealed record SqliteSettings(string Name, string Path, string Policy) : SourceSettings(Name);
