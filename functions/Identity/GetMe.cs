using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Delegation;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Settings;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Identity;

/// <summary>Returns the caller's identity with the directory's current data.</summary>
public sealed class GetMe(MyConnections connections, OwnSettingsStore settings, ConfirmationWindow window)
{
    [Function(nameof(GetMe))]
    [Person(Freshness.Read)]
    [Description("Who the caller is, as confirmed at their identity provider now.")]
    [Answers(200, typeof(Me))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me")] HttpRequest request)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var chosen = settings.ReadAsync(request.Authority(), cancellation);
        return HttpAnswer.Json(Describe(request.Authority(), await connections.LinkedAsync(request.Authority(), cancellation), await chosen));
    }

    private Me Describe(Authority authority, IReadOnlyList<string> linked, OwnSettings chosen) => new(
            authority.Subject.Id,
            authority.Subject.Issuer,
            authority.Subject.ProviderId,
            authority.Subject.Name,
            [.. authority.Groups],
            linked,
            window.Seconds,
            SettingsBody.Of(chosen));
}

/// <summary>
/// The caller. <c>LinkedAccounts</c>: the ids of the providers whose accounts the agent may use for this person. <c>ConfirmSeconds</c>: the
/// maximum age of a confirmation for a read.
/// </summary>
internal sealed record Me(
    SubjectId Subject,
    string Issuer,
    string Provider,
    string Name,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> LinkedAccounts,
    int ConfirmSeconds,
    SettingsBody Settings);
