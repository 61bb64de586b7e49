using Onbehalf.Functions.Threads;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Rooms;

internal sealed record RoomBody(RoomId Id, string Name, PersonBody Owner, IReadOnlyList<PersonBody> Members)
{
    public static RoomBody Of(Room room) => new(
        room.Id, room.Name, PersonBody.Of(room.Members.Single(m => m.Subject == room.Owner)), [.. room.Members.Select(PersonBody.Of)]);
}
