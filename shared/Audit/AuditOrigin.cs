namespace Onbehalf.Audit;

/// <summary>The writer of a row, as its MAC proves it.</summary>
internal enum AuditOrigin
{
    /// <summary>The app: the MAC is valid.</summary>
    App,

    /// <summary>Unknown, but the table had the row before the key existed.</summary>
    OlderThanTheKey,

    NoMac,

    WrongMac,

    /// <summary>The vault does not return the key version that the row names.</summary>
    UnknownKey,
}
