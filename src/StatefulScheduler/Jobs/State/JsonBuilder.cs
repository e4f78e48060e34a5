using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StatefulScheduler;

// Puts an object or array together from pieces of text, copied as they are, with nothing between them.
internal sealed class JsonBuilder
{
    private readonly ArrayBufferWriter<byte> _text = new(256);
    private readonly byte _close;

    private JsonBuilder(char open, char close)
    {
        Byte((byte)open);
        _close = (byte)close;
    }

    public static JsonBuilder Object() => new('{', '}');

    public static JsonBuilder Array() => new('[', ']');

    public void Add(ReadOnlyMemory<byte> writtenName, ReadOnlyMemory<byte> value)
    {
        Element(writtenName);
        Byte((byte)':');
        _text.Write(value.Span);
    }

    public void Add(string name, ReadOnlyMemory<byte> value) => Add(Written(name), value);

    public void Element(ReadOnlyMemory<byte> value)
    {
        if (_text.WrittenCount > 1)
            Byte((byte)',');
        _text.Write(value.Span);
    }

    public ReadOnlyMemory<byte> Close()
    {
        Byte(_close);
        return _text.WrittenSpan.ToArray();
    }

    private static byte[] Written(string name) =>
        [(byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];

    private void Byte(byte value) => _text.Write([value]);
}
