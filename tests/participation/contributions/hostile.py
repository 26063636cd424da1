"""Files made to do harm, or to tell what they should not; made when a test needs them, none lies in the repository."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"


def jpeg(size: tuple[int, int] = (640, 480), **more: object) -> bytes:
    """Return a picture as a phone makes it, with stripes so that it is no plain surface."""
    return _saved(_striped(size), "JPEG", **more)


def png(size: tuple[int, int] = (200, 100)) -> bytes:
    """Return a picture with a see-through corner."""
    picture = Image.new("RGBA", size, (0, 80, 160, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 50, 50))
    return _saved(picture, "PNG")


def photo_with_place() -> bytes:
    """Return a photo that says where and with what it was taken, and was taken with the camera on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 24.0, 44.0), 3: "E", 4: (11.0, 12.0, 50.0)})
    comment = b"Mia Musterfrau"
    return jpeg((400, 200), exif=exif, comment=comment, xmp=b"<x:xmpmeta>Secret Place</x:xmpmeta>")


def _striped(size: tuple[int, int]) -> Image.Image:
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste("darkred", (0, 0, size[0] // 3, size[1] // 3))
    return picture


def _saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def _bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _zip(content: bytes = b"", name: str = "../../evil.sh") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(name, content or b"rm -rf /")
    return target.getvalue()


def pdf(change=lambda made: None, **saving: object) -> bytes:
    """Return a document of one page, changed as told."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = "Mia Musterfrau"
    change(made)
    target = BytesIO()
    made.save(target, **saving)
    return target.getvalue()


def pdf_with_photo() -> bytes:
    """Return a document with a photo in it that says where it was taken."""

    def change(made: pikepdf.Pdf) -> None:
        photo = made.make_stream(photo_with_place(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        photo.Filter = pikepdf.Name.DCTDecode
        photo.Width, photo.Height, photo.BitsPerComponent = 400, 200, 8
        photo.ColorSpace = pikepdf.Name.DeviceRGB
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))

    return pdf(change)


def _deed(**values: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(**values)


def _with_script(made: pikepdf.Pdf) -> None:
    deed = _deed(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    made.Root.OpenAction = made.make_indirect(deed)


def _with_program(made: pikepdf.Pdf) -> None:
    deed = _deed(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=deed)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])


def _with_file(made: pikepdf.Pdf) -> None:
    made.attachments["evil.exe"] = b"MZ evil"


def _with_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=made.make_stream(b"<xdp>evil</xdp>"), Fields=pikepdf.Array())


def refused() -> dict[str, tuple[str, bytes]]:
    """Return, by what they are, files that must be refused: name and content."""
    good = jpeg()
    locked = pikepdf.Encryption(owner="x", user="y")
    return {
        "empty": ("leer.jpg", b""),
        "svg with script": ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"),
        "page named as picture": ("bild.jpg", b"<!DOCTYPE html><title>x</title>" + SCRIPT),
        "zip named as picture": ("bild.png", _zip()),
        "document with macros": ("brief.docx", _zip(b"macro", "word/vbaProject.bin")),
        "program": ("bild.jpg.exe", b"MZ\x90\x00" + bytes(200)),
        "picture torn off": ("riss.jpg", good[: len(good) // 2]),
        "only the first bytes": ("kopf.jpg", b"\xff\xd8\xff\xe0" + bytes(40)),
        "picture of noise": ("rauschen.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        "bomb of points": ("bombe.png", _bomb(60_000, 60_000)),
        "many points": ("gross.png", _bomb(9_000, 9_000)),
        "many points that come bit by bit": ("foto.jpg", jpeg((6000, 5000), progressive=True)),
        "tiff": ("bild.tif", _saved(_striped((20, 20)), "TIFF")),
        "pdf with script": ("skript.pdf", pdf(_with_script)),
        "pdf with program": ("start.pdf", pdf(_with_program)),
        "pdf with file": ("anhang.pdf", pdf(_with_file)),
        "pdf with form": ("formular.pdf", pdf(_with_form)),
        "pdf with password": ("zu.pdf", pdf(encryption=locked)),
        "pdf torn off": ("riss.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
        "pdf without a page": ("nichts.pdf", b"%PDF-1.4\n" + b"%%EOF"),
        "page named as pdf": ("seite.pdf", b"<html>" + SCRIPT),
    }


def cleaned() -> dict[str, tuple[str, bytes]]:
    """Return files that are taken in without their poison."""
    return {
        "photo with its place": ("../../etc/passwd.jpg", photo_with_place()),
        "page behind a picture": ("<script>.jpg", jpeg() + SCRIPT + _zip()),
        "picture with a page as comment": ("bild.html", jpeg(comment=SCRIPT)),
        "gif that is a script": ("bild.js", _saved(_striped((30, 30)), "GIF", comment=b"*/alert(1)//")),
        "pdf with an author": ("papier%0d%0aX-Evil: 1.pdf", pdf()),
        "pdf with a photo": ("foto.pdf", pdf_with_photo()),
    }
