#nullable enable
namespace Azure.Data.Tables;

/// <summary>"There is no such entity", as a value.</summary>
internal sealed class NoValue<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T? Value => throw new InvalidOperationException("The entity does not exist.");

    public override Response GetRawResponse() => response;
}
