namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>Names, on the functions assembly, the <see cref="ILocalHost"/> that stands up what surrounds the app on this machine.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LocalHostAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
