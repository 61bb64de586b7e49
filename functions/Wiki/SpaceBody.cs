using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

internal sealed record SpaceBody(
    SpaceId Id, string Name, IReadOnlyList<string> Readers, IReadOnlyList<string> Writers, RoomId? RoomId, string Audience, bool MayWrite, PersonBody CreatedBy)
{
    public static SpaceBody Of(WikiSpace space, Authority reader) =>
        new(space.Id, space.Name, space.Readers, space.Writers, space.Room, space.Audience, space.LetsWrite(reader), PersonBody.Of(space.CreatedBy));
}
