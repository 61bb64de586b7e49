using Onbehalf.Artifacts;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Artifacts;

/// <summary>An artifact in a list.</summary>
internal sealed record ArtifactHeadBody(
    ArtifactId Id,
    ArtifactKind Kind,
    string Title,
    string State,
    long Seq,
    PersonBody MadeBy,
    DateTimeOffset MadeAt,
    DateTimeOffset ChangedAt,
    bool Mine,
    ThreadId? ThreadId)
{
    public static ArtifactHeadBody Of(Authority viewer, ArtifactHead head, string title) => new(
            head.Id,
            head.Kind,
            title,
            head.Thread is null ? "draft" : "published",
            head.Seq,
            PersonBody.Of(head.Maker),
            head.MadeAt,
            head.ChangedAt,
            head.Maker.Subject == viewer.Subject.Id,
        head.Thread ?? head.Home);
}
