namespace Onbehalf.Threads;

/// <summary>What came of changing a room's members.</summary>
public abstract record RoomChange
{
    private RoomChange()
    {
    }

    public sealed record Done(Room Room) : RoomChange;

    /// <summary>A member who is not the owner: they know the room, they may not change it.</summary>
    public sealed record NotOwner : RoomChange;

    /// <summary>No such room for this person.</summary>
    public sealed record NotFound : RoomChange;
}
