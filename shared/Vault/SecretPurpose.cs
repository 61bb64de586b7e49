using Onbehalf.Ids;

namespace Onbehalf.Vault;

/// <summary>What a secret is for, such as a source's login, a session or a data key. Never from tool arguments.</summary>
public readonly record struct SecretPurpose
{
    public SecretPurpose(string value) => Value = SettingName.Require(value);

    public string Value { get; }

    public override string ToString() => Value;
}
