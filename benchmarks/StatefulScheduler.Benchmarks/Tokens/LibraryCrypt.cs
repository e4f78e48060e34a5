using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace StatefulScheduler.Benchmarks.Tokens;

// crypt(3) of this machine: compiled bcrypt. Keeps its answer in memory of its own, so that one thread may call it.
internal static class LibraryCrypt
{
    private const string Name = "crypt";

    private static readonly string[] Files = ["libcrypt.so.2", "libcrypt.so.1"];

    static LibraryCrypt() => NativeLibrary.SetDllImportResolver(typeof(LibraryCrypt).Assembly, Resolve);

    public static bool IsThere => Array.Exists(Files, file => NativeLibrary.TryLoad(file, out _));

    public static string? Hash(byte[] password, byte[] setting) => Marshal.PtrToStringAnsi(Crypt(password, setting));

    public static byte[] Text(string text) => Encoding.ASCII.GetBytes(text + "\0");

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Name)
        {
            foreach (var file in Files)
            {
                if (NativeLibrary.TryLoad(file, out var library))
                    return library;
            }
        }

        return 0;
    }

    [DllImport(Name, EntryPoint = "crypt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Crypt(byte[] password, byte[] setting);
}
