using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Changes the name or audience of a space, by one of its writers.</summary>
public sealed class ChangeWikiSpace(OwnHand hand, WikiSpaces spaces)
{
    [Function(nameof(ChangeWikiSpace))]
    [Person(Freshness.Now)]
    [Description("Sets the name and the groups of a wiki space; its writers only. A room's space keeps the room's members.")]
    [Takes(typeof(ChangedSpace))]
    [Answers(200, typeof(SpaceBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/wiki/spaces/{id}")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ChangedSpace>(request)).Is(out var wanted, out var problem)
            || !SpaceAudience.TryRead(wanted.Name, wanted.Readers, wanted.Writers, out var audience, out problem))
            return problem;
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (!SpaceId.TryParse(id, out var named) || await spaces.FindAsync(me, named, cancellation) is not { } space)
            return Problem.NotFound();
        var changed = await hand.WriteSpaceAsync(
            me, space.Id.Value, audience, () => spaces.ChangeAsync(me, space, audience.Name, audience.Readers, audience.Writers, cancellation), cancellation);
        return changed is null
            ? Problem.Forbidden("read-only", "A space is changed by its writers, and one of the writing groups must stay yours.")
            : HttpAnswer.Json(SpaceBody.Of(changed, me));
    }
}

internal sealed record ChangedSpace(string Name, IReadOnlyList<string>? Readers = null, IReadOnlyList<string>? Writers = null);
