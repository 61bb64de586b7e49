using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Identity;

/// <summary>Who I am here, as my directory says now.</summary>
public sealed class GetMe(Authorities authorities, ConfirmationWindow window)
{
    [Function(nameof(GetMe))]
    [Description("Who the caller is, as confirmed at their identity provider now.")]
    [Answers(200, typeof(Me))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me")] HttpRequest request) =>
        await authorities.ConfirmAsync(request.Caller().Subject, Freshness.Read, request.HttpContext.RequestAborted) switch
        {
            AuthorityResult.Confirmed confirmed => Reply.Json(Describe(confirmed.Authority)),
            AuthorityResult.Refused refused => AuthorityProblem.Of(refused),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    private Me Describe(Authority authority) => new(
        authority.Subject.Id, authority.Subject.Issuer, authority.Subject.ProviderId, authority.Subject.Name, [.. authority.Groups], [], window.Seconds);
}

/// <summary><c>LinkedAccounts</c>: channels and providers this person has linked; <c>ConfirmSeconds</c>: how old a confirmation a read may use.</summary>
internal sealed record Me(
    SubjectId Subject, string Issuer, string Provider, string Name, IReadOnlyList<string> Groups, IReadOnlyList<string> LinkedAccounts, int ConfirmSeconds);
