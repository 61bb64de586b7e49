using System.Globalization;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Vault;

/// <summary>
/// <c>u-{subject}-{connection}-g{n}</c>, at most 127 of a-z, 0-9 and hyphen. Subject ids have one length and generations are plain numbers,
/// so no two names of different people or connections are equal.
/// </summary>
internal readonly record struct SecretName(SubjectId Subject, ConnectionName Connection, int Generation)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"u-{Subject}-{Connection}-g{Generation}");

    public override string ToString() => Value;
}
