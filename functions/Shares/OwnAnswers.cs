using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Ids;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary>Finds the answers that a caller may share: their own, from their own browser session.</summary>
public sealed class OwnAnswers(AnswerShares shares)
{
    /// <summary>Finds an answer. A missing answer, another person's and one without private evidence get identical responses.</summary>
    internal async Task<(OwnAnswer? Answer, IResult? Problem)> FindAsync(HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!MessageId.TryParse(id, out var messageId) || await shares.FindAsync(request.Authority(), messageId, cancellation) is not { } answer)
            return (null, Problem.NotFound());
        return request.Caller().MayConfirm
            ? (answer, null)
            : (null, Problem.Forbidden("share-needs-browser", "Sharing needs your signed-in browser session; a token cannot do it."));
    }
}
