namespace Onbehalf.Threads;

/// <summary>The result of a change to a room's members.</summary>
public abstract record RoomChange
{
    private RoomChange()
    {
    }

    public sealed record Done(Room Room) : RoomChange;

    /// <summary>The caller is a member but not the owner: they can see the room but not change it.</summary>
    public sealed record NotOwner : RoomChange;

    /// <summary>The room does not exist, or the person is not a member.</summary>
    public sealed record NotFound : RoomChange;
}
