using Onbehalf.Ids;

namespace Onbehalf.Delegation.Connections;

/// <summary>The id of a connection in the operator's settings. Never from tool arguments.</summary>
internal readonly record struct ConnectionName
{
    public ConnectionName(string value) => Value = SettingName.Require(value);

    public string Value { get; }

    public override string ToString() => Value;
}
