using System.Text.RegularExpressions;

namespace Onbehalf.Ids;

/// <summary>A name from the operator's settings or from code. Its characters are safe in table keys, names of secrets and addresses.</summary>
internal static partial class SettingName
{
    public static string Require(string value) =>
        Allowed().IsMatch(value) ? value : throw new ArgumentException("A name is 1 to 60 of a-z, 0-9 and single hyphens.", nameof(value));

    [GeneratedRegex(@"^[a-z0-9](?:-?[a-z0-9]){0,59}\z")]
    private static partial Regex Allowed();
}
