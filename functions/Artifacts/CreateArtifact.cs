using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Creates a draft from a template. Only its maker has it until they publish it.</summary>
public sealed class CreateArtifact(ArtifactStore store, ThreadStore threads, ArtifactRequests requests, ArtifactHand hand, ArtifactViews views)
{
    [Function(nameof(CreateArtifact))]
    [Person(Freshness.Read)]
    [Description("Makes an artifact from a template: a draft that only the caller sees.")]
    [Takes(typeof(NewArtifact))]
    [Answers(201, typeof(ArtifactBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<NewArtifact>(request)).Is(out var wanted, out var problem))
            return problem;
        if (!Enum.TryParse<ArtifactKind>(wanted.Kind, ignoreCase: true, out var kind)
            || !string.Equals(kind.ToString(), wanted.Kind, StringComparison.OrdinalIgnoreCase))
            return Problem.BadRequest(
                "kind",
                $"There is no such kind of artifact. There are: {string.Join(", ", Enum.GetNames<ArtifactKind>().Select(static name => name.ToLowerInvariant()))}."
            );
        if (ArtifactTemplates.Of(kind, wanted.Template, wanted.Title) is not { } ops)
            return Problem.BadRequest("template", "This kind of artifact has no such template.");
        if (wanted.Words is { } words)
            ops = ArtifactTemplates.In(ops, words);
        var me = request.Authority();
        ThreadId? home = null;
        if (wanted.ThreadId is { } given)
        {
            if (!ThreadId.TryParse(given, out var thread) || await threads.FindMemberAsync(me.Subject.Id, thread, request.HttpContext.RequestAborted) is null)
                return Problem.NotFound();
            home = thread;
        }

        if (requests.Refuses(me) is { } slower)
            return slower;
        var id = ArtifactId.New();
        var (made, unfit) = await hand.RecordAsync(
            me, id, null, "create", null,
            () => store.CreateAsync(me, id, kind, new(0, Guid.NewGuid().ToString("N"), ops), home, CancellationToken.None),
            static done => done.Problem?.Code, request.HttpContext.RequestAborted);
        return made is null ? ArtifactRequests.Of(unfit!) : HttpAnswer.Created(await views.OfAsync(me, made, request.HttpContext.RequestAborted));
    }
}

/// <summary>
/// <c>ThreadId</c>: the thread where the draft is created; it does not publish it. <c>Words</c>: what to write instead of the template's English
/// words, such as the names of its fields.
/// </summary>
internal sealed record NewArtifact(
    string Kind, string Title, string? Template = null, string? ThreadId = null, IReadOnlyDictionary<string, string>? Words = null);
