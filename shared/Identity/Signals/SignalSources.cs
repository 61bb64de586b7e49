using System.Collections.Frozen;
using System.Text.Json;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Signals;

/// <summary>
/// The providers that may send signals about people (<c>ONBEHALF_IDENTITY_SIGNALS</c>). The app does not start with an invalid setting.
/// </summary>
public sealed class SignalSources
{
    private readonly FrozenDictionary<string, ISignalSource> _byProvider;

    private SignalSources(IEnumerable<ISignalSource> sources) =>
        _byProvider = sources.ToFrozenDictionary(static source => source.Provider, StringComparer.Ordinal);

    public ISignalSource? Find(string provider) => _byProvider.GetValueOrDefault(provider);

    internal static SignalSources Read(string? json, IEnumerable<Issuer> issuers, TimeProvider time)
    {
        var known = issuers.ToDictionary(static issuer => issuer.Id, StringComparer.Ordinal);
        var settings = Settings(json);
        var twice = settings.GroupBy(static setting => setting.Provider, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1);
        return twice is null
            ? new(settings.Select(setting => Source(setting, known, time)))
            : throw new InvalidOperationException($"ONBEHALF_IDENTITY_SIGNALS names the provider '{twice.Key}' twice.");
    }

    private static SignalSetting[] Settings(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];
        try
        {
            return JsonSerializer.Deserialize<SignalSetting[]>(json, SettingJson.Strict) ?? [];
        }
        catch (JsonException wrong)
        {
            // The text contains secrets, so the message has only the position of the error.
            throw new InvalidOperationException($"ONBEHALF_IDENTITY_SIGNALS is not a valid list of providers (at {wrong.Path ?? "its start"}).");
        }
    }

    private static ISignalSource Source(SignalSetting setting, Dictionary<string, Issuer> issuers, TimeProvider time)
    {
        var provider = SettingName.Require(setting.Provider);
        if (!issuers.TryGetValue(setting.People ?? provider, out var issuer))
            throw Wrong(provider, "people is the id of no issuer in ONBEHALF_ISSUERS");
        var people = new SignalPeople(provider, issuer);
        return setting.Kind switch
        {
            "okta" => new OktaHook(people, setting.Header ?? "Authorization", Secret(setting), setting.Application),
            "graph" when issuer.IsEntra => new GraphNotifications(people, Secret(setting)),
            "graph" => throw Wrong(provider, "graph tells about the people of an issuer with tenants"),
            "ssf" => Transmitter(setting, people, time),
            _ => throw Wrong(provider, "kind is okta, graph or ssf"),
        };
    }

    private static SecurityEvents Transmitter(SignalSetting setting, SignalPeople people, TimeProvider time)
    {
        var issuer = Required(setting, setting.Issuer, "issuer");
        var audience = Required(setting, setting.Audience, "audience");
        var address = Required(setting, setting.JwksUri, "jwksUri");
        Outbound.RequireSafe(address, $"jwksUri of '{setting.Provider}'");
        var documents = new IssuerDocuments(Outbound.Client());
        return new(
            people,
            issuer,
            audience,
            setting.Secret is null ? null : Secret(setting),
            new(async cancellation => new SetKeys(await documents.GetDocumentAsync(address, cancellation), issuer, audience), time),
            time);
    }

    private static SharedSecret Secret(SignalSetting setting) =>
        setting.Secret is { Length: >= SharedSecret.Shortest } secret && setting.PreviousSecret is null or { Length: >= SharedSecret.Shortest }
            ? new(secret, setting.PreviousSecret)
            : throw Wrong(setting.Provider, $"secret and previousSecret have at least {SharedSecret.Shortest} characters");

    private static string Required(SignalSetting setting, string? value, string name) =>
        value is { Length: > 0 } ? value : throw Wrong(setting.Provider, $"{name} is missing");

    private static InvalidOperationException Wrong(string provider, string what) => new($"ONBEHALF_IDENTITY_SIGNALS, provider '{provider}': {what}.");
}

/// <summary>One entry of <c>ONBEHALF_IDENTITY_SIGNALS</c> as written by the operator.</summary>
internal sealed record SignalSetting
{
    /// <summary>The last segment of the address: <c>/api/webhooks/identity/{provider}</c>.</summary>
    public required string Provider { get; init; }

    /// <summary><c>okta</c>, <c>graph</c> or <c>ssf</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id in <c>ONBEHALF_ISSUERS</c> of the issuer whose people the signals concern; by default <see cref="Provider"/>.</summary>
    public string? People { get; init; }

    /// <summary>
    /// Okta: the value of the header. Graph: <c>clientState</c>. Shared Signals: the <c>Authorization</c> header, if the transmitter sends one.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>The previous secret, accepted during a rotation.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Okta: the header with the secret; by default <c>Authorization</c>.</summary>
    public string? Header { get; init; }

    /// <summary>
    /// Okta: the id of this app there. A person who is removed from it is signed out. Without this id, the account is only checked again.
    /// </summary>
    public string? Application { get; init; }

    /// <summary>Shared Signals: <c>iss</c> of its tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>Shared Signals: <c>aud</c> of its tokens.</summary>
    public string? Audience { get; init; }

    /// <summary>Shared Signals: the address of its keys.</summary>
    public string? JwksUri { get; init; }
}
