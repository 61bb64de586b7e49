using System.Collections;

namespace Azure.Data.Tables;

/// <summary>An entity without a type of its own. The keys, the timestamp and the ETag live among the properties, as in the published package.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private readonly Dictionary<string, object> _properties;

    public TableEntity() => _properties = [];

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values) => _properties = values is null ? [] : new(values);

    internal TableEntity(int capacity) => _properties = new(capacity);

    public string PartitionKey
    {
        get => GetString(EntityNames.PartitionKey);
        set => _properties[EntityNames.PartitionKey] = value;
    }

    public string RowKey
    {
        get => GetString(EntityNames.RowKey);
        set => _properties[EntityNames.RowKey] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(EntityNames.Timestamp);
        set => _properties[EntityNames.Timestamp] = value;
    }

    public ETag ETag
    {
        get => GetString(EntityNames.ETag) is { } text ? new ETag(text) : default;
        set => _properties[EntityNames.ETag] = value.ToString();
    }

    public int Count => _properties.Count;

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    public object this[string key]
    {
        get => _properties.GetValueOrDefault(key);
        set => _properties[key] = value;
    }

    public string GetString(string key) => (string)Get(key, static value => value as string);

    public byte[] GetBinary(string key) => (byte[])Get(key, static value => value is BinaryData data ? data.ToArray() : value as byte[]);

    public BinaryData GetBinaryData(string key) => (BinaryData)Get(key, static value => value is byte[] bytes ? BinaryData.FromBytes(bytes) : value as BinaryData);

    public bool? GetBoolean(string key) => (bool?)Get(key, static value => value as bool?);

    public int? GetInt32(string key) => (int?)Get(key, static value => value as int?);

    public long? GetInt64(string key) => (long?)Get(key, static value => value as long?);

    public double? GetDouble(string key) => (double?)Get(key, static value => value as double?);

    public Guid? GetGuid(string key) => (Guid?)Get(key, static value => value as Guid?);

    public DateTimeOffset? GetDateTimeOffset(string key) =>
        (DateTimeOffset?)Get(key, static value => value is DateTime time ? new DateTimeOffset(time) : value as DateTimeOffset?);

    public DateTime? GetDateTime(string key) => (DateTime?)Get(key, static value => value is DateTimeOffset time ? time.UtcDateTime : value as DateTime?);

    public void Add(string key, object value) => _properties.Add(key, value);

    public void Clear() => _properties.Clear();

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => _properties.Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => _properties.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private object Get(string key, Func<object, object> read) =>
        _properties.GetValueOrDefault(key) is not { } value
            ? null
            : read(value) ?? throw new InvalidOperationException($"The property '{key}' is of type {value.GetType().Name}.");
}
