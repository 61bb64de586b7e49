using System.Globalization;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Vault;

/// <summary>
/// <c>u-{subject}-{purpose}-g{n}</c>, at most 127 of a-z, 0-9 and hyphen. Subject ids have one length and generations are plain numbers,
/// so no two names of different people or purposes are equal.
/// </summary>
internal readonly record struct SecretName(SubjectId Subject, SecretPurpose Purpose, int Generation)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"u-{Subject}-{Purpose}-g{Generation}");

    public override string ToString() => Value;
}
