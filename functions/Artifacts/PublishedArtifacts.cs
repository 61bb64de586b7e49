using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Artifacts;

/// <summary>The part of publishing that preview and act have in common.</summary>
public sealed class PublishedArtifacts(ArtifactRequests requests, ArtifactPublishing publishing, ArtifactViews views)
{
    internal delegate Task<IResult> Answer(Authority me, ArtifactPreview preview, CancellationToken cancellation);

    /// <summary>Answers a request from the browser session of a person with access to the artifact who is in the thread.</summary>
    internal Task<IResult> AnswerAsync(HttpRequest request, string id, string? thread, Answer answer) =>
        requests.AnswerInBrowserAsync(
            request,
            id,
            async (me, live, cancellation) =>
            {
                if (!ThreadId.TryParse(thread, out var home))
                    return Problem.NotFound();
                if (live.Head.Thread is { } other && other != home)
                    return Problem.Conflict("already-published", "This artifact is in another thread already.");
                if (await publishing.PreviewAsync(me, live, home, cancellation) is not { } preview)
                {
                    return await publishing.IsElsewhereAsync(me, home, cancellation)
                        ? Problem.Conflict(
                            "in-slack", "This conversation is in Slack, so nobody can say who will have the artifact. Put it into another conversation.")
                        : Problem.NotFound();
                }

        return (await views.RenderAsync(me, live, preview.Content, cancellation)).IsWhollyOpen
            ? await answer(me, preview, cancellation)
            : Problem.Forbidden("no-access", "You may not see all of this artifact any more, so you cannot put it into a thread.");
    });

    internal async Task<ArtifactPreviewBody> BodyAsync(Authority me, ArtifactPreview preview, CancellationToken cancellation)
    {
        var content = (await views.RenderAsync(me, preview.Live, preview.Content, cancellation)).Body([]);
        return new(
            preview.Hash, preview.Thread, [.. preview.Audience.Select(PersonBody.Of)], content,
            [.. preview.Content.People.OrderBy(static one => one.Value, StringComparer.Ordinal).Select(static one => new PersonBody(one.Key, one.Value))],
            Warnings(preview));
    }

    internal static string Details(ArtifactPreview preview) =>
        JsonSerializer.Serialize(
            new { audience = preview.Audience.Select(static one => new { subject = one.Subject.Value, name = one.Name }), preview.Hash },
            JsonSerializerOptions.Web);

    private static List<string> Warnings(ArtifactPreview preview)
    {
        var warnings = new List<string>();
        if (preview.Content.Blocks.Values.Any(static held => held.Block.Type is BlockType.Request))
            warnings.Add("Its requests run as each viewer, after their own yes. The rows that you see are not part of it.");
        if (!preview.Content.FromModel.IsEmpty)
            warnings.Add("Text of the agent stays locked for people without the rights that it rests on.");
        return warnings;
    }
}

internal sealed record ArtifactPreviewBody(
    string Hash,
    ThreadId ThreadId,
    IReadOnlyList<PersonBody> Audience,
    ArtifactBody Content,
    IReadOnlyList<PersonBody> Authors,
    IReadOnlyList<string> Warnings);

internal sealed record PublishArtifactBody(string ThreadId, string PreviewHash);
