using System.Text.Json;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity.Directories;

/// <summary>
/// Okta's users API. Only <c>ACTIVE</c> is active, and only an administrator's action ends an account. A lock-out or an expired password refuses
/// the act for now. Groups are identified by id.
/// </summary>
internal sealed class OktaDirectory(Issuer issuer, DirectoryClient client) : IDirectory
{
    public string ProviderId => issuer.Id;

    /// <summary>E0000007, "Resource not found"; an address that does not exist has another code.</summary>
    public static bool IsAbsence(JsonElement body) => body.Text("errorCode") == "E0000007";

    public Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) => Task.FromResult(true);

    public async Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation)
    {
        if (DirectoryClient.Segment(subject.Key) is not { } key)
            return new DirectoryAnswer.Unknown();
        var memberships = client.ListAsync($"api/v1/users/{key}/groups", static body => body, cancellation);
        var account = await client.GetAsync($"api/v1/users/{key}", cancellation);
        var groups = await memberships;
        return account switch
        {
            DirectoryReply.Missing => new DirectoryAnswer.Unknown(),
            DirectoryReply.Failed failed => new DirectoryAnswer.Unavailable(failed.Reason),
            // Okta also finds people by login name; only the id identifies a person.
            DirectoryReply.Found found when found.Body.Text("id") != subject.Key => new DirectoryAnswer.Unavailable(
                "The directory answered about somebody else."),
            DirectoryReply.Found found when NotActive(found.Body.Text("status")) is { } refusal => refusal,
            DirectoryReply.Found when groups is null => new DirectoryAnswer.Unavailable("The directory did not list the groups."),
            DirectoryReply.Found found => new DirectoryAnswer.Active(
                DisplayName.Of(NameOf(found.Body), subject.Name), groups!.Set("id"), found.Body.Text("lastUpdated") ?? ""),
            _ => throw new InvalidOperationException(account.GetType().Name),
        };
    }

    public async Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation) =>
        await client.GetAsync($"api/v1/users?limit={limit}{(query.Length == 0 ? "" : $"&q={Uri.EscapeDataString(query)}")}", cancellation)
            is DirectoryReply.Found { Body.ValueKind: JsonValueKind.Array } found
                ? [.. found.Body.EnumerateArray().Select(Person).OfType<Subject>().Take(limit)]
                : [];

    /// <summary>Null for an active account. An unknown status proves nothing.</summary>
    private static DirectoryAnswer? NotActive(string? status) =>
        status switch
        {
            "ACTIVE" => null,
            "DEPROVISIONED" or "SUSPENDED" => new DirectoryAnswer.Disabled(),
            "LOCKED_OUT" => new DirectoryAnswer.Unavailable(
                "Okta says LOCKED_OUT.",
                AccountCodes.Locked,
                "Your account is locked at Okta, so nothing was done for you. Unlock it there, or ask your administrator."),
            "PASSWORD_EXPIRED" => new DirectoryAnswer.Unavailable(
                "Okta says PASSWORD_EXPIRED.",
                AccountCodes.PasswordExpired,
                "Your password at Okta has expired, so nothing was done for you. Change it there, then sign in again."),
            "RECOVERY" => new DirectoryAnswer.Unavailable(
                "Okta says RECOVERY.",
                AccountCodes.PasswordExpired,
                "Your password at Okta is being reset, so nothing was done for you. Finish that there, then sign in again."),
            "STAGED" or "PROVISIONED" => new DirectoryAnswer.Unavailable(
                $"Okta says {status}.",
                AccountCodes.Pending,
                "Your account at Okta is not activated yet, so nothing was done for you. Activate it there, or ask your administrator."),
            _ => new DirectoryAnswer.Unavailable("Okta says a status that is not known here."),
        };

    private static string? NameOf(JsonElement user) => user.Field("profile") is { } profile
        ? profile.Text("displayName") ?? $"{profile.Text("firstName")} {profile.Text("lastName")}"
        : null;

    private Subject? Person(JsonElement user) => user.Text("id") is { Length: > 0 } key
        ? new(SubjectId.Of(issuer.Url, null, key), issuer.Id, issuer.Url, null, key, DisplayName.Of(NameOf(user), key))
        : null;
}
