using System.Text;
using System.Xml;

namespace ContentHub.Syndication;

/// <summary>How every XML document of ours is written: UTF-8 without a byte order mark, checked character by character.</summary>
internal static class XmlDocuments
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = true };

    public static byte[] Write(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartDocument();
            write(xml);
            xml.WriteEndDocument();
        }

        return bytes.ToArray();
    }
}
