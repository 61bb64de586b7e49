using System.Text.RegularExpressions;

namespace Onbehalf.Vault;

/// <summary>The purpose of a secret: a source, a provider, a session or a data key. It comes from configuration or code, never from tool arguments.</summary>
public readonly partial record struct ConnectionName
{
    public ConnectionName(string value) =>
        Value = Allowed().IsMatch(value) ? value : throw new ArgumentException("A connection name is 1 to 60 of a-z, 0-9 and single hyphens.", nameof(value));

    public string Value { get; }

    public override string ToString() => Value;

    [GeneratedRegex(@"^[a-z0-9](?:-?[a-z0-9]){0,59}\z")]
    private static partial Regex Allowed();
}
