namespace Onbehalf.Audit;

/// <summary>Who wrote a row, as far as its MAC shows.</summary>
internal enum AuditOrigin
{
    /// <summary>The app: the MAC fits.</summary>
    App,

    /// <summary>Nobody knows; but the table had the row before there was a key.</summary>
    OlderThanTheKey,

    NoMac,

    WrongMac,

    /// <summary>The vault does not give the key version that the row names.</summary>
    UnknownKey,
}
